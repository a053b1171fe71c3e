package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.awaitLane;
import static io.crosstide.flow.TwoClusters.bytes;
import static io.crosstide.flow.TwoClusters.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.kafka.LedgerTopic;
import io.crosstide.lab.ContentCheck;
import io.crosstide.lab.ContentCheck.Origins;
import io.crosstide.lab.Differences;
import io.crosstide.lab.LabCluster;
import io.crosstide.lab.TrafficSpec;
import io.crosstide.ledger.Segment;
import io.crosstide.status.LaneStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A lane whose ledger is behind or lost, and logs that no longer hold everything. */
@ExtendWith(ClusterPair.class)
class RecoveryIT {
  /** Everything that is produced in one call goes as one batch. */
  private static final Map<String, Object> ONE_BATCH =
      Map.of("linger.ms", "1000", "batch.size", "1000000");

  private final TwoClusters clusters;

  @TempDir Path dir;

  RecoveryIT(TwoClusters clusters) {
    this.clusters = clusters;
  }

  @Test
  void shouldRebuildALostLedgerAmongOthersRecordsAndInsideASourceBatch() throws Exception {
    clusters.nyc.createTopic("lost", 1);
    clusters.lon.createTopic("nyc.lost", 1, Map.of("max.message.bytes", "2000"));
    clusters.produce(records("lost", 0, 20));
    clusters.lon.produce(foreign("nyc.lost", 7), Map.of());
    try (Engine engine = clusters.oneWay(dir, "include: [lost]")) {
      awaitLane(engine, "lost", RecoveryIT::copiesAll);
      clusters.lon.produce(foreign("nyc.lost", 3), Map.of());
      var batch = new ArrayList<>(records("lost", 20, 2));
      batch.add(new ProducerRecord<>("lost", 0, bytes("large"), new byte[5_000]));
      clusters.nyc.produce(batch, ONE_BATCH);
      awaitLane(engine, "lost", lane -> lane.state().equals("stopped") && lane.records() == 22);
    }
    clusters.lon.produce(foreign("nyc.lost", 4), Map.of());
    loseLedgers();
    raiseLimit("nyc.lost");

    try (Engine engine = clusters.oneWay(dir, "include: [lost]")) {
      awaitLane(engine, "lost", RecoveryIT::copiesAll);

      Differences found =
          ContentCheck.between(clusters.nyc.bootstrap(), clusters.lon.bootstrap())
              .check("lost", "nyc.lost", Origins.only("nyc"));
      assertThat(found.none()).as("%s", found).isTrue();
      assertThat(found.matched()).isEqualTo(23);
      assertThat(TwoClusters.lanes(engine, "nyc->lon").getFirst().records()).isEqualTo(1);
    }
  }

  @Test
  void shouldStopWhenTheLedgerIsLostAndTheSourceHasNotAllThatWasMirrored() throws Exception {
    clusters.nyc.createTopic("forgotten", 1);
    clusters.produce(records("forgotten", 0, 20));
    try (Engine engine = clusters.oneWay(dir, "include: [forgotten]")) {
      awaitLane(engine, "forgotten", RecoveryIT::copiesAll);
    }
    loseLedgers();
    deleteBefore(clusters.nyc, "forgotten", 10);

    try (Engine engine = clusters.oneWay(dir, "include: [forgotten]")) {
      awaitLane(
          engine,
          "forgotten",
          lane ->
              lane.state().equals("stopped")
                  && lane.reason().contains("RECOVERY_NOT_EXACT")
                  && lane.records() == 0);
    }
  }

  @Test
  void shouldCountWhatTheTargetHasRemovedBehindAnOldLedger() throws Exception {
    clusters.nyc.createTopic("tail", 1);
    ConsumerRecord<byte[], byte[]> old;
    try (Engine engine = clusters.oneWay(dir, "include: [tail]")) {
      clusters.produce(records("tail", 0, 10));
      old = ledgerAt("tail", 10);
      for (int first = 10; first < 40; first += 10) {
        clusters.nyc.produce(records("tail", first, 10), ONE_BATCH);
      }
      awaitLane(engine, "tail", RecoveryIT::copiesAll);
    }
    clusters.lon.produce(
        List.of(new ProducerRecord<>(old.topic(), old.partition(), old.key(), old.value())),
        Map.of());
    long end = end(clusters.lon, "nyc.tail");
    deleteBefore(clusters.lon, "nyc.tail", end - 5);

    clusters.produce(records("tail", 40, 5));
    try (Engine engine = clusters.oneWay(dir, "include: [tail]")) {
      awaitLane(engine, "tail", RecoveryIT::copiesAll);
    }

    assertThat(read(clusters.lon, "nyc.tail"))
        .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
        .containsExactlyElementsOf(IntStream.range(35, 45).mapToObj(i -> "value " + i).toList());
  }

  private static boolean copiesAll(LaneStatus lane) {
    return lane.state().equals("copying") && lane.lagRecords() == 0;
  }

  private static List<ProducerRecord<byte[], byte[]>> foreign(String topic, int count) {
    List<ProducerRecord<byte[], byte[]>> records = records(topic, 1_000, count);
    records.forEach(record -> record.headers().add(TrafficSpec.ORIGIN, bytes("lon")));
    return records;
  }

  private void loseLedgers() throws Exception {
    var admin = clusters.lon.admin();
    admin.deleteTopics(List.of(LedgerTopic.DEFAULT_TOPIC)).all().get();
    await()
        .atMost(PATIENCE)
        .until(() -> !admin.listTopics().names().get().contains(LedgerTopic.DEFAULT_TOPIC));
  }

  private void raiseLimit(String topic) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var limit =
        new AlterConfigOp(
            new ConfigEntry("max.message.bytes", "1000000"), AlterConfigOp.OpType.SET);
    clusters.lon.admin().incrementalAlterConfigs(Map.of(resource, List.of(limit))).all().get();
  }

  private static void deleteBefore(LabCluster cluster, String topic, long offset) throws Exception {
    var partition = new TopicPartition(topic, 0);
    var deleted = Map.of(partition, RecordsToDelete.beforeOffset(offset));
    cluster.admin().deleteRecords(deleted).all().get();
  }

  /** The ledger's record that says that the lane of this topic has come so far. */
  private ConsumerRecord<byte[], byte[]> ledgerAt(String topic, long nextSource) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                read(clusters.lon, LedgerTopic.DEFAULT_TOPIC).stream()
                    .filter(record -> isOf(record, topic, nextSource))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static boolean isOf(
      ConsumerRecord<byte[], byte[]> record, String topic, long nextSource) {
    String key = new String(record.key(), StandardCharsets.UTF_8);
    // Notes of losses lie there too, under names instead of offsets.
    return key.matches(".*/" + topic + "/.*/[0-9.]+")
        && record.value() != null
        && Segment.decode(record.value()).next() == nextSource;
  }

  private static long end(LabCluster cluster, String topic) {
    try (var consumer = consumer(cluster)) {
      var partition = new TopicPartition(topic, 0);
      return consumer.endOffsets(List.of(partition)).get(partition);
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(LabCluster cluster, String topic) {
    var found = new ArrayList<ConsumerRecord<byte[], byte[]>>();
    try (var consumer = consumer(cluster)) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      }
    }
    return found;
  }

  private static KafkaConsumer<byte[], byte[]> consumer(LabCluster cluster) {
    Map<String, Object> settings = Map.of("bootstrap.servers", cluster.bootstrap());
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
