package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.batch.Hold;
import io.crosstide.batch.Piece;
import io.crosstide.mirror.LaneEvent.ProduceFailed;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.OutBatch;
import io.crosstide.mirror.TargetPartition;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What needs no broker: nobody listens at the port that the target is sent to. */
class KafkaTargetTest {
  private static final LaneId LANE = new LaneId("nyc->lon", "orders", 0);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Received received = new Received();
  private final CountedHold hold = new CountedHold();
  private final KafkaTarget target =
      new KafkaTarget(
          LANE.flow(),
          Map.of("bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", "500"),
          received);

  @Test
  void shouldHoldABatchesMemoryUntilItIsAnsweredThoughTheLaneGaveItUp() {
    try (target) {
      target.produce(LANE, 1, new TargetPartition("orders", 0), batch());
      hold.close();
      target.poll(0);
      assertThat(hold.open).isEqualTo(1);

      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                target.poll(10);
                return !received.events(LANE, ProduceFailed.class).isEmpty();
              });

      assertThat(hold.open).isZero();
    }
  }

  @Test
  void shouldHoldNothingOnceItIsClosed() {
    target.produce(LANE, 1, new TargetPartition("orders", 0), batch());
    target.close();
    target.produce(LANE, 1, new TargetPartition("orders", 0), batch());

    assertThat(received.events(LANE, ProduceFailed.class)).hasSize(2);
    assertThat(hold.open).isEqualTo(1);
  }

  private OutBatch batch() {
    return new OutBatch(ByteBuffer.allocate(100), 0, 1, List.of(new Piece(0, 1)), 1, 0, hold);
  }

  /** Begins with the lane's own hold. */
  private static final class CountedHold implements Hold {
    private int open = 1;

    @Override
    public Hold retain() {
      open++;
      return this;
    }

    @Override
    public void close() {
      open--;
    }
  }
}
