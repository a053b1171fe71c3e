package io.crosstide.flow;

import static org.awaitility.Awaitility.await;

import io.crosstide.lab.LabCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A topic that a flow creates at its target before it joins its group. */
class NewTopicIT {
  private static final int PARTITIONS = 500;

  /** A member hears of partitions with the answers to its heartbeats: here far apart. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(90);

  @TempDir Path dir;

  @Test
  void shouldRunEveryLaneOfANewTopicWithoutWaitingForAHeartbeat() {
    try (LabCluster nyc = LabCluster.started("nyc");
        LabCluster lon = withRareHeartbeats("lon")) {
      nyc.createTopic("payments", 1);
      nyc.createTopic("orders", PARTITIONS);
      // With the flow's own topics there is nothing else that takes time.
      awaitLanes(nyc, lon, "payments", 1);

      awaitLanes(nyc, lon, "orders", PARTITIONS);
    }
  }

  private static LabCluster withRareHeartbeats(String name) {
    String interval = Long.toString(HEARTBEAT.toMillis());
    String session = Long.toString(2 * HEARTBEAT.toMillis());
    return LabCluster.named(name)
        .property("group.consumer.heartbeat.interval.ms", interval)
        .property("group.consumer.max.heartbeat.interval.ms", interval)
        .property("group.consumer.session.timeout.ms", session)
        .property("group.consumer.max.session.timeout.ms", session)
        .start();
  }

  private void awaitLanes(LabCluster nyc, LabCluster lon, String topic, int count) {
    String yaml =
        """
        clusters:
          nyc: { bootstrap: "%s" }
          lon: { bootstrap: "%s" }
        defaults:
          topic-refresh: 500ms
          include: [%s]
          heartbeats: never
        patterns:
          - active-standby: { active: nyc, standby: lon }
        """
            .formatted(nyc.bootstrap(), lon.bootstrap(), topic);
    try (Engine engine = TwoClusters.engine(dir, yaml)) {
      await()
          .atMost(HEARTBEAT.dividedBy(2))
          .until(() -> TwoClusters.lanes(engine, "nyc->lon").size() == count);
    }
  }
}
