package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.lab.LabCluster;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Taking over takes longer than one request may: who waits for a busy broker does not time out. */
class ManyClaimsIT {
  private static final int LANES = 4_000;
  private static final int REQUEST_TIMEOUT_MS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @Test
  void shouldAnswerEveryClaimThoughAllTogetherTakeLongerThanARequestMay() {
    List<LaneEvent> events = new ArrayList<>();
    try (LabCluster cluster = LabCluster.started("many");
        KafkaTarget target = target(cluster, events)) {
      long start = System.nanoTime();
      for (int partition = 0; partition < LANES; partition++) {
        target.claim(new LaneId("nyc->lon", "orders", partition), 1);
      }
      while (events.size() < LANES && System.nanoTime() - start < PATIENCE.toNanos()) {
        target.poll(100);
      }

      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("else there is nothing to see here: more lanes are needed")
          .isGreaterThan(Duration.ofMillis(REQUEST_TIMEOUT_MS));
      assertThat(events).hasSize(LANES).allMatch(LaneEvent.Claimed.class::isInstance);
    }
  }

  private static KafkaTarget target(LabCluster cluster, List<LaneEvent> events) {
    Map<String, String> properties =
        Map.of(
            "bootstrap.servers", cluster.bootstrap(),
            "request.timeout.ms", Integer.toString(REQUEST_TIMEOUT_MS));
    return new KafkaTarget("nyc->lon", properties, delivery -> events.add(delivery.event()));
  }
}
