package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.awaitLane;
import static io.crosstide.flow.TwoClusters.awaitMirrored;
import static io.crosstide.flow.TwoClusters.bytes;
import static io.crosstide.flow.TwoClusters.expectEqual;
import static io.crosstide.flow.TwoClusters.lanes;
import static io.crosstide.flow.TwoClusters.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Batches that can't cross as they are arrive with the same records all the same. */
@ExtendWith(ClusterPair.class)
class RecordPathIT {
  private final TwoClusters clusters;

  @TempDir Path dir;

  RecordPathIT(TwoClusters clusters) {
    this.clusters = clusters;
  }

  @Test
  void shouldCopyWhatCompactionHasLeft() {
    clusters.nyc.createTopic(
        "holes",
        1,
        Map.of(
            "cleanup.policy", "compact",
            "min.cleanable.dirty.ratio", "0.01",
            "segment.ms", "200",
            "min.compaction.lag.ms", "0"));
    List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(
          new ProducerRecord<>("holes", 0, bytes("key " + i % 7 * (i % 3)), bytes("value " + i)));
    }
    clusters.nyc.produce(all, Map.of("linger.ms", "50", "compression.type", "lz4"));
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              // The active segment is never compacted: roll it.
              clusters.produce(records("holes", 1_000, 1));
              return readable("holes") < 250;
            });
    try (Engine engine = clusters.oneWay(dir, "include: [holes]")) {
      awaitMirrored(engine);
      awaitLane(engine, "holes", lane -> lane.batches().getOrDefault("holes", 0L) > 0);
      clusters.produce(records("holes", 2_000, 20));
      awaitMirrored(engine);
    }
    expectEqual(clusters.nyc, "holes", clusters.lon, "nyc.holes", readable("holes"));
  }

  @Test
  void shouldKeepTheTimestampsThatReadersOfALogAppendTimeTopicSee() {
    clusters.nyc.createTopic("appended", 1, Map.of("message.timestamp.type", "LogAppendTime"));
    clusters.produce(records("appended", 0, 50));

    try (Engine engine = clusters.oneWay(dir, "include: [appended]")) {
      expectEqual(clusters.nyc, "appended", clusters.lon, "nyc.appended", 50);
      awaitPath(engine, "log-append-time");
    }
  }

  @Test
  void shouldWriteTheCodecThatTheTargetTopicInsistsOn() {
    clusters.nyc.createTopic("codec", 1);
    clusters.lon.createTopic("nyc.codec", 1, Map.of("compression.type", "zstd"));
    clusters.nyc.produce(
        records("codec", 0, 200), Map.of("compression.type", "gzip", "linger.ms", "20"));

    try (Engine engine = clusters.oneWay(dir, "include: [codec]")) {
      expectEqual(clusters.nyc, "codec", clusters.lon, "nyc.codec", 200);
      awaitPath(engine, "codec");
    }
  }

  @Test
  void shouldJoinTinyBatchesWhileBehindAndKeepTheirCompression() throws Exception {
    clusters.nyc.createTopic("tiny", 1);
    for (String codec : List.of("none", "lz4", "zstd", "snappy", "gzip")) {
      // One record a batch, as from producers without linger.
      clusters.nyc.produce(
          records("tiny", 0, 400),
          Map.of("compression.type", codec, "batch.size", "0", "linger.ms", "0"));
    }
    try (Engine engine = clusters.oneWay(dir, "include: [tiny]")) {
      expectEqual(clusters.nyc, "tiny", clusters.lon, "nyc.tiny", 2_000);
      awaitPath(engine, "coalesced");
    }
  }

  @Test
  void shouldSplitABatchThatIsLargerThanTheTargetTakes() {
    clusters.nyc.createTopic("split", 1);
    clusters.lon.createTopic("nyc.split", 1, Map.of("max.message.bytes", "4000"));
    List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(new ProducerRecord<>("split", 0, bytes("key " + i), new byte[500]));
    }
    clusters.nyc.produce(all, Map.of("linger.ms", "50"));

    try (Engine engine = clusters.oneWay(dir, "include: [split]")) {
      expectEqual(clusters.nyc, "split", clusters.lon, "nyc.split", 60);
      awaitPath(engine, "too-large");
    }
  }

  /** Status is a moment behind the copy. */
  private static void awaitPath(Engine engine, String path) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(lanes(engine, "nyc->lon"))
                    .singleElement()
                    .satisfies(lane -> assertThat(lane.batches()).containsKey(path)));
  }

  /** Records that a reader from the beginning gets. */
  private long readable(String topic) {
    var partition = new TopicPartition(topic, 0);
    Map<String, Object> settings = Map.of("bootstrap.servers", clusters.nyc.bootstrap());
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = end(partition);
      long count = 0;
      while (consumer.position(partition) < end) {
        count += consumer.poll(java.time.Duration.ofMillis(100)).count();
      }
      return count;
    }
  }

  private long end(TopicPartition partition) {
    try {
      return clusters
          .nyc
          .admin()
          .listOffsets(Map.of(partition, OffsetSpec.latest()))
          .all()
          .get()
          .get(partition)
          .offset();
    } catch (Exception e) {
      throw new IllegalStateException("end of " + partition, e);
    }
  }
}
