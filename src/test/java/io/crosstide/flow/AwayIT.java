package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.awaitMirrored;
import static io.crosstide.flow.TwoClusters.expectEqual;
import static io.crosstide.flow.TwoClusters.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.Traffic;
import io.crosstide.lab.TrafficSpec;
import io.crosstide.lab.TrafficTopic;
import io.crosstide.status.FlowStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters that restart or are away for a while, under traffic. */
class AwayIT {
  @TempDir Path dir;

  @Test
  void shouldGoOnExactlyWhenEitherClusterRestarts() throws Exception {
    try (TwoClusters clusters = new TwoClusters()) {
      var orders = new TrafficTopic("orders", 3, false);
      Traffic.createTopics(clusters.nyc.admin(), List.of(orders));
      try (Engine engine = clusters.oneWay(dir, "include: [orders]")) {
        var spec = new TrafficSpec("nyc", List.of(orders), 1, 20_000, 4_000);
        var traffic = new Traffic(clusters.nyc.bootstrap(), spec);
        Thread writer = Thread.ofPlatform().start(traffic::run);
        await().atMost(PATIENCE).until(() -> flow(engine).records() > 1_000);

        clusters.lon.stop();
        await().atMost(PATIENCE).until(() -> flow(engine).lagRecords() > 1_000);
        clusters.lon.start();
        long before = flow(engine).records();
        await().atMost(PATIENCE).until(() -> flow(engine).records() > before + 1_000);
        writer.join(PATIENCE.toMillis());

        clusters.nyc.stop();
        await().atMost(PATIENCE).until(() -> !flow(engine).sourceReachable());
        clusters.nyc.start();
        clusters.produce(records("orders", 0, 100));
        await().atMost(PATIENCE).until(() -> flow(engine).sourceReachable());
        awaitMirrored(engine);

        expectEqual(clusters.nyc, "orders", clusters.lon, "nyc.orders", 20_100);
        assertThat(flow(engine).looping()).isTrue();
      }
    }
  }

  @Test
  void shouldWaitForATargetThatIsAwayWhenItStarts() {
    try (TwoClusters clusters = new TwoClusters()) {
      clusters.nyc.createTopic("early", 1);
      clusters.produce(records("early", 0, 100));
      clusters.lon.stop();
      try (Engine engine = clusters.oneWay(dir, "include: [early]")) {
        await().atMost(PATIENCE).until(() -> !flow(engine).conditions().isEmpty());
        assertThat(flow(engine).targetReachable()).isFalse();
        assertThat(flow(engine).sourceReachable()).isTrue();
        assertThat(flow(engine).looping()).isTrue();

        clusters.lon.start();

        expectEqual(clusters.nyc, "early", clusters.lon, "nyc.early", 100);
        await().atMost(PATIENCE).until(() -> flow(engine).conditions().isEmpty());
      }
    }
  }

  private static FlowStatus flow(Engine engine) {
    return engine.snapshot().flows().getFirst();
  }
}
