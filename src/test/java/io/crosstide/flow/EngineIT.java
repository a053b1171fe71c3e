package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.ContentCheck;
import io.crosstide.lab.Differences;
import io.crosstide.lab.LabCluster;
import io.crosstide.lab.Traffic;
import io.crosstide.lab.TrafficSpec;
import io.crosstide.lab.TrafficTopic;
import io.crosstide.status.FlowStatus;
import io.crosstide.topology.Topology;
import io.crosstide.topology.TopologyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole flows between real brokers: topics that come and grow, names, loops. Each test has topics
 * of its own.
 */
class EngineIT {
  private static LabCluster nyc;
  private static LabCluster lon;

  @TempDir Path dir;

  @BeforeAll
  static void start() {
    nyc = LabCluster.started("nyc");
    lon = LabCluster.started("lon");
  }

  @AfterAll
  static void stop() {
    nyc.close();
    lon.close();
  }

  @Test
  void shouldMirrorBothWaysWithPrefixesAndTakeUpTopicsAndPartitionsAsTheyCome() throws Exception {
    var orders = new TrafficTopic("orders", 2, false);
    var late = new TrafficTopic("orders-late", 1, true);
    write(nyc, "nyc", 1, orders);
    write(lon, "lon", 2, orders);
    try (Engine engine = engine("include: [/orders.*/]")) {
      engine.start();
      awaitMirrored(engine, 2);
      write(nyc, "nyc", 3, late);
      nyc.admin().createPartitions(Map.of("orders", NewPartitions.increaseTo(4))).all().get();
      write(nyc, "nyc", 4, new TrafficTopic("orders", 4, false));
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(lanes(engine, "nyc->lon")).isEqualTo(5));
      awaitMirrored(engine, 2);

      expectEqual(nyc, "orders", lon, "nyc.orders");
      expectEqual(nyc, "orders-late", lon, "nyc.orders-late");
      expectEqual(lon, "orders", nyc, "lon.orders");
      assertThat(nyc.admin().listTopics().names().get()).doesNotContain("lon.nyc.orders");
      assertThat(
              lon.admin()
                  .describeConfigs(Set.of(topicResource("nyc.orders-late")))
                  .all()
                  .get()
                  .values())
          .allSatisfy(
              config -> assertThat(config.get("cleanup.policy").value()).isEqualTo("compact"));
    }
  }

  @Test
  void shouldKeepOneNameOnBothSidesWithoutALoop() throws Exception {
    var shared = new TrafficTopic("shared", 2, false);
    write(nyc, "nyc", 5, shared);
    write(lon, "lon", 6, shared);
    try (Engine engine = engine("include: [shared]\n  naming: identity\n  merge: true")) {
      engine.start();
      awaitMirrored(engine, 2);
      write(nyc, "nyc", 7, shared);
      write(lon, "lon", 8, shared);
      awaitMirrored(engine, 2);

      var there = ContentCheck.between(nyc.bootstrap(), lon.bootstrap());
      var back = ContentCheck.between(lon.bootstrap(), nyc.bootstrap());
      // A record that came back would stand twice at its own cluster, and so make a difference
      // there.
      expectNone(there.check("shared", "shared", ContentCheck.Origins.only("nyc")), 2 * RECORDS);
      expectNone(back.check("shared", "shared", ContentCheck.Origins.only("lon")), 2 * RECORDS);
    }
  }

  private static final int RECORDS = 1_500;

  private static org.apache.kafka.common.config.ConfigResource topicResource(String topic) {
    return new org.apache.kafka.common.config.ConfigResource(
        org.apache.kafka.common.config.ConfigResource.Type.TOPIC, topic);
  }

  private static void write(LabCluster cluster, String origin, long seed, TrafficTopic topic) {
    Traffic.createTopics(cluster.admin(), List.of(topic));
    new Traffic(cluster.bootstrap(), new TrafficSpec(origin, List.of(topic), seed, RECORDS, 0))
        .run();
  }

  private static void awaitMirrored(Engine engine, int flows) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              List<FlowStatus> all = engine.snapshot().flows();
              assertThat(all).hasSize(flows).allSatisfy(EngineIT::expectCaughtUp);
            });
  }

  private static void expectCaughtUp(FlowStatus flow) {
    assertThat(flow.lanes()).isNotEmpty().allMatch(lane -> lane.lagRecords() == 0);
  }

  private static int lanes(Engine engine, String flow) {
    return engine.snapshot().flows().stream()
        .filter(f -> f.name().equals(flow))
        .findFirst()
        .orElseThrow()
        .lanes()
        .size();
  }

  private static void expectEqual(LabCluster from, String source, LabCluster to, String target) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              Differences found =
                  ContentCheck.between(from.bootstrap(), to.bootstrap()).check(source, target);
              assertThat(found.none()).as("%s", found).isTrue();
              assertThat(found.matched()).isPositive();
            });
  }

  private static void expectNone(Differences found, long records) {
    assertThat(found.none()).as("%s", found).isTrue();
    assertThat(found.matched()).isEqualTo(records);
  }

  private Engine engine(String defaults) throws Exception {
    Path file = dir.resolve("topology.yaml");
    Files.writeString(
        file,
        """
        clusters:
          nyc: { bootstrap: "%s" }
          lon: { bootstrap: "%s" }
        defaults:
          topic-refresh: 500ms
          %s
        patterns:
          - active-active: { clusters: [nyc, lon] }
        """
            .formatted(nyc.bootstrap(), lon.bootstrap(), defaults));
    var read = TopologyReader.read(file);
    assertThat(read.problems()).isEmpty();
    Topology topology = read.topology().orElseThrow();
    return new Engine(topology, topology.flows(), (flow, latencyMs) -> {});
  }
}
