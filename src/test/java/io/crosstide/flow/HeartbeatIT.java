package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.bytes;
import static io.crosstide.flow.TwoClusters.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.LabCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heartbeats between real clusters. */
class HeartbeatIT {
  private static final String FROM_NYC = "\u0000\u0003nyc\u0000\u0003lon";
  private static final String FROM_LON = "\u0000\u0003lon\u0000\u0003nyc";

  private TwoClusters clusters;

  @TempDir private Path dir;

  @BeforeEach
  void start() {
    clusters = new TwoClusters();
    clusters.nyc.createTopic("orders", 1);
  }

  @AfterEach
  void stop() {
    clusters.close();
  }

  private Engine engine(String naming) {
    return TwoClusters.engine(
        dir,
        """
        clusters:
          nyc: { bootstrap: "%s" }
          lon: { bootstrap: "%s" }
        defaults: { topic-refresh: 500ms, heartbeats: 500ms, include: [orders], naming: %s }
        patterns: [ active-active: { clusters: [nyc, lon] } ]
        """
            .formatted(clusters.nyc.bootstrap(), clusters.lon.bootstrap(), naming));
  }

  @Test
  void shouldTellEachClusterWhichOthersReachIt() throws Exception {
    clusters.lon.createTopic("orders", 1);
    try (Engine engine = engine("prefix")) {
      awaitHeartbeats(clusters.lon, "nyc.heartbeats", FROM_NYC);
      awaitHeartbeats(clusters.nyc, "lon.heartbeats", FROM_LON);
      assertThat(engine.snapshot().flows()).allMatch(flow -> flow.conditions().isEmpty());
    }
    assertThat(named(clusters.lon)).containsExactlyInAnyOrder("heartbeats", "nyc.heartbeats");
    assertThat(named(clusters.nyc)).containsExactlyInAnyOrder("heartbeats", "lon.heartbeats");
  }

  @Test
  void shouldPutTheSourceInFrontWhereOtherTopicsKeepTheirNames() throws Exception {
    try (Engine engine = engine("identity")) {
      awaitHeartbeats(clusters.lon, "nyc.heartbeats", FROM_NYC);
      awaitHeartbeats(clusters.nyc, "lon.heartbeats", FROM_LON);
      assertThat(engine.snapshot().flows()).allMatch(flow -> flow.conditions().isEmpty());
    }
    assertThat(heartbeats(clusters.lon, "heartbeats"))
        .extracting(ConsumerRecord::key)
        .containsOnly(FROM_LON);
  }

  @Test
  void shouldNeitherWriteIntoNorCarryATopicOfAnApplication() throws Exception {
    clusters.nyc.createTopic("heartbeats", 1);
    clusters.produce(List.of(new ProducerRecord<>("heartbeats", bytes("theirs"), bytes("own"))));
    clusters.produce(records("orders", 0, 10));
    try (Engine engine = engine("prefix")) {
      TwoClusters.awaitLane(engine, "orders", lane -> lane.position() == 10);
      awaitHeartbeats(clusters.nyc, "lon.heartbeats", FROM_LON);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(engine.snapshot().flows())
                      .filteredOn(flow -> flow.name().equals("nyc->lon"))
                      .flatExtracting(flow -> flow.conditions())
                      .singleElement()
                      .asString()
                      .startsWith("no heartbeats in topic heartbeats at nyc: it has 1 partitions"));
    }
    assertThat(named(clusters.lon)).containsExactly("heartbeats");
    assertThat(heartbeats(clusters.nyc, "heartbeats"))
        .extracting(ConsumerRecord::key)
        .containsExactly("theirs");
  }

  /** Three, each later than the one before. */
  private static void awaitHeartbeats(LabCluster cluster, String topic, String key) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              var found = heartbeats(cluster, topic);
              assertThat(found).hasSizeGreaterThanOrEqualTo(3);
              assertThat(found).extracting(ConsumerRecord::key).containsOnly(key);
              assertThat(found).extracting(ConsumerRecord::timestamp).isSorted();
            });
  }

  private static List<String> named(LabCluster cluster) throws Exception {
    Set<String> names = cluster.admin().listTopics().names().get();
    return names.stream().filter(name -> name.endsWith("heartbeats")).toList();
  }

  private static List<ConsumerRecord<String, byte[]>> heartbeats(LabCluster cluster, String topic) {
    var partition = new TopicPartition(topic, 0);
    var client =
        Map.<String, Object>of(
            "bootstrap.servers", cluster.bootstrap(), "allow.auto.create.topics", "false");
    try (var consumer =
        new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition), Duration.ofSeconds(5)).get(partition);
      var found = new ArrayList<ConsumerRecord<String, byte[]>>();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return consumer.position(partition) >= end;
              });
      return found;
    }
  }
}
