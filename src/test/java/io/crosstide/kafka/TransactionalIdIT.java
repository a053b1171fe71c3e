package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.lab.LabCluster;
import io.crosstide.mirror.LaneEvent.Claimed;
import io.crosstide.mirror.LaneId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A target that forgets transactional ids within seconds: why a lane renews its claim. */
class TransactionalIdIT {
  private static final LaneId RENEWED = new LaneId("nyc->lon", "renewed", 0);
  private static final LaneId IDLE = new LaneId("nyc->lon", "idle", 0);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Received received = new Received();
  private LabCluster lon;
  private KafkaTarget target;

  @BeforeEach
  void start() {
    lon =
        LabCluster.named("lon")
            .property("transactional.id.expiration.ms", "3000")
            .property("transaction.remove.expired.transaction.cleanup.interval.ms", "200")
            .start();
    target = new KafkaTarget("nyc->lon", Map.of("bootstrap.servers", lon.bootstrap()), received);
  }

  @AfterEach
  void stop() {
    target.close();
    lon.close();
  }

  @Test
  void shouldKeepAProducerIdThatIsRenewedAndGiveAnotherForOneThatIsNot() {
    target.claim(RENEWED, 1);
    target.claim(IDLE, 1);
    Claimed first = claims(RENEWED, 1);
    Claimed idle = claims(IDLE, 1);

    Claimed last = first;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int claim = 2; known(IDLE); claim++) {
      assertThat(System.nanoTime()).as("%s is still known", IDLE).isLessThan(deadline);
      target.renew(RENEWED, claim, last.producerId(), last.epoch());
      last = claims(RENEWED, claim);
      target.poll(100);
    }

    assertThat(last.producerId()).isEqualTo(first.producerId());
    assertThat(last.epoch()).isGreaterThan(first.epoch());
    target.claim(IDLE, 2);
    assertThat(claims(IDLE, 2).producerId()).isNotEqualTo(idle.producerId());
  }

  private boolean known(LaneId lane) {
    String id = lane.transactionalId();
    try {
      lon.admin().describeTransactions(List.of(id)).description(id).get();
      return true;
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(TransactionalIdNotFoundException.class);
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Claimed claims(LaneId lane, int count) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (received.events(lane, Claimed.class).size() < count) {
      assertThat(System.nanoTime()).as("%s", received.events(lane)).isLessThan(deadline);
      target.poll(50);
    }
    return received.events(lane, Claimed.class).getLast();
  }
}
