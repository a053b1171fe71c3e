package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.awaitMirrored;
import static io.crosstide.flow.TwoClusters.bytes;
import static io.crosstide.flow.TwoClusters.expectEqual;
import static io.crosstide.flow.TwoClusters.lanes;
import static io.crosstide.flow.TwoClusters.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.ContentCheck;
import io.crosstide.lab.Differences;
import io.crosstide.lab.LabCluster;
import io.crosstide.lab.Traffic;
import io.crosstide.lab.TrafficSpec;
import io.crosstide.lab.TrafficTopic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole flows between real brokers: topics that come and grow, names, loops, starts. Each test has
 * topics of its own.
 */
@ExtendWith(ClusterPair.class)
class EngineIT {
  private static final int RECORDS = 1_500;
  private static final String BOTH_WAYS = "active-active: { clusters: [nyc, lon] }";

  private final TwoClusters clusters;

  @TempDir Path dir;

  EngineIT(TwoClusters clusters) {
    this.clusters = clusters;
  }

  @Test
  void shouldMirrorBothWaysWithPrefixesAndTakeUpTopicsAndPartitionsAsTheyCome() throws Exception {
    LabCluster nyc = clusters.nyc;
    LabCluster lon = clusters.lon;
    var orders = new TrafficTopic("orders", 2, false);
    write(nyc, 1, orders);
    write(lon, 2, orders);
    try (Engine engine = clusters.engine(dir, BOTH_WAYS, "include: [/orders.*/]")) {
      awaitMirrored(engine);
      write(nyc, 3, new TrafficTopic("orders-late", 1, true));
      nyc.admin().createPartitions(Map.of("orders", NewPartitions.increaseTo(4))).all().get();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(lanes(engine, "nyc->lon")).hasSize(5));
      write(nyc, 4, new TrafficTopic("orders", 4, false));

      expectEqual(nyc, "orders", lon, "nyc.orders", 2 * RECORDS);
      expectEqual(nyc, "orders-late", lon, "nyc.orders-late", RECORDS);
      expectEqual(lon, "orders", nyc, "lon.orders", RECORDS);
      assertThat(nyc.admin().listTopics().names().get()).doesNotContain("lon.nyc.orders");
      var late = new ConfigResource(ConfigResource.Type.TOPIC, "nyc.orders-late");
      assertThat(
              lon.admin()
                  .describeConfigs(Set.of(late))
                  .all()
                  .get()
                  .get(late)
                  .get("cleanup.policy")
                  .value())
          .isEqualTo("compact");
    }
  }

  @Test
  void shouldKeepOneNameOnBothSidesWithoutALoop() {
    var shared = new TrafficTopic("shared", 2, false);
    write(clusters.nyc, 5, shared);
    write(clusters.lon, 6, shared);
    try (Engine engine =
        clusters.engine(dir, BOTH_WAYS, "include: [shared]", "naming: identity", "merge: true")) {
      awaitMirrored(engine);
      write(clusters.nyc, 7, shared);
      write(clusters.lon, 8, shared);
      awaitMirrored(engine);

      // A record that came back would stand twice at its own cluster, and so make a difference
      // there.
      expectOrigin(clusters.nyc, clusters.lon, "shared");
      expectOrigin(clusters.lon, clusters.nyc, "shared");
    }
  }

  private static void expectOrigin(LabCluster from, LabCluster to, String topic) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var check = ContentCheck.between(from.bootstrap(), to.bootstrap());
              Differences found = check.check(topic, topic, ContentCheck.Origins.only(from.name()));
              assertThat(found.none()).as("%s", found).isTrue();
              assertThat(found.matched()).isEqualTo(2L * RECORDS);
            });
  }

  @Test
  void shouldBeginWhereTheTopologySays() {
    for (String topic : List.of("from-now", "from-then")) {
      clusters.nyc.createTopic(topic, 1);
      clusters.produce(records(topic, 0, 10));
    }
    Instant then = Instant.now().plusSeconds(60);
    List<ProducerRecord<byte[], byte[]>> later =
        List.of(
            new ProducerRecord<>("from-then", 0, then.toEpochMilli(), bytes("k"), bytes("then")));
    clusters.produce(later);
    String rules =
        "topics: [{match: from-now, start: latest}, {match: from-birth, start: latest}, {match: from-then, start: %s}]"
            .formatted(then);
    try (Engine engine = clusters.oneWay(dir, "include: [/from-.*/]", rules)) {
      awaitMirrored(engine);
      clusters.produce(records("from-now", 10, 5));
      clusters.produce(records("from-then", 11, 2));

      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(mirrored(engine, "from-now")).isEqualTo(5));
      // Nothing of this one was there when the flow began, so "latest" means all of it.
      clusters.nyc.createTopic("from-birth", 1);
      clusters.produce(records("from-birth", 0, 7));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(mirrored(engine, "from-birth")).isEqualTo(7));
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(mirrored(engine, "from-then")).isEqualTo(3));
    }
  }

  private static long mirrored(Engine engine, String topic) {
    return lanes(engine, "nyc->lon").stream()
        .filter(lane -> lane.topic().equals(topic))
        .mapToLong(lane -> lane.records())
        .sum();
  }

  private static void write(LabCluster cluster, long seed, TrafficTopic topic) {
    Traffic.createTopics(cluster.admin(), List.of(topic));
    new Traffic(
            cluster.bootstrap(), new TrafficSpec(cluster.name(), List.of(topic), seed, RECORDS, 0))
        .run();
  }
}
