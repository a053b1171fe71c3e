package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.ContentCheck;
import io.crosstide.lab.LabCluster;
import io.crosstide.lab.Traffic;
import io.crosstide.lab.TrafficSpec;
import io.crosstide.lab.TrafficTopic;
import io.crosstide.mirror.HeartbeatLease;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.mirror.TargetPartition;
import io.crosstide.topology.Flow;
import io.crosstide.topology.Guarantee;
import io.crosstide.topology.SecretSource;
import io.crosstide.topology.StartPosition;
import io.crosstide.topology.TopologyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lanes between two real brokers. */
class FlowMirrorIT {
  private static final int PARTITIONS = 3;

  @TempDir Path dir;

  @Test
  void shouldCopyEveryKindOfRecordAndGoOnWhereItWas() throws Exception {
    try (LabCluster nyc = LabCluster.started("nyc");
        LabCluster lon = LabCluster.started("lon")) {
      Flow flow = flow(nyc, lon);
      var topics = List.of(new TrafficTopic("orders", PARTITIONS, false));
      Traffic.createTopics(nyc.admin(), topics);
      lon.createTopic("nyc.orders", PARTITIONS);
      long seen = 0;
      for (int round = 1; round <= 3; round++) {
        new Traffic(nyc.bootstrap(), new TrafficSpec("nyc", topics, round, 2_000, 0)).run();

        mirror(flow);

        seen += 2_000;
        assertThat(
                ContentCheck.between(nyc.bootstrap(), lon.bootstrap())
                    .check("orders", "nyc.orders"))
            .as("after round %d", round)
            .satisfies(found -> assertThat(found.none()).as("%s", found).isTrue());
        assertThat(
                ContentCheck.between(nyc.bootstrap(), lon.bootstrap())
                    .check("orders", "nyc.orders")
                    .matched())
            .isEqualTo(seen);
      }
    }
  }

  private void mirror(Flow flow) throws Exception {
    FlowMirror mirror =
        new FlowMirror(
            flow,
            FlowClients.of(flow, SecretSource.ofProcess()),
            new FlowMirror.ClusterIds("a", "b"),
            HeartbeatLease.UNLIMITED,
            (name, latency) -> {});
    try {
      Map<LaneId, LaneSettings> lanes = new HashMap<>();
      for (int p = 0; p < PARTITIONS; p++) {
        var target = new TargetPartition("nyc.orders", p);
        lanes.put(
            new LaneId(flow.name(), "orders", p),
            new LaneSettings(
                target,
                new StartPosition.Earliest(),
                false,
                Guarantee.STRONGEST,
                Optional.empty(),
                1 << 20));
      }
      mirror.run(lanes, partition -> true, Map.of());
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(mirror.lanes())
                      .hasSize(PARTITIONS)
                      .allMatch(lane -> lane.lagRecords() == 0));
    } finally {
      mirror.close(5_000);
    }
  }

  private Flow flow(LabCluster nyc, LabCluster lon) throws Exception {
    Path file = dir.resolve("topology.yaml");
    Files.writeString(
        file,
        """
        clusters:
          nyc: { bootstrap: "%s" }
          lon: { bootstrap: "%s" }
        patterns:
          - active-active: { clusters: [nyc, lon] }
        """
            .formatted(nyc.bootstrap(), lon.bootstrap()));
    var read = TopologyReader.read(file);
    assertThat(read.problems()).isEmpty();
    return read.topology().orElseThrow().flow("nyc->lon").orElseThrow();
  }
}
