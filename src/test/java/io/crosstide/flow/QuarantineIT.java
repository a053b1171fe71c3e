package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.awaitLane;
import static io.crosstide.flow.TwoClusters.bytes;
import static io.crosstide.flow.TwoClusters.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.topology.SecretSource;
import io.crosstide.topology.TopologyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Single records that a real target refuses, in the middle of batches that it takes. */
@ExtendWith(ClusterPair.class)
class QuarantineIT {
  private static final int RECORDS = 400;

  private final TwoClusters clusters;

  @TempDir Path dir;

  QuarantineIT(TwoClusters clusters) {
    this.clusters = clusters;
  }

  @Test
  void shouldParkWhatATargetRefusesAndMirrorTheRest() throws Exception {
    clusters.nyc.createTopic("mixed", 1);
    clusters.lon.createTopic("nyc.mixed", 1, Map.of("cleanup.policy", "compact"));
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>(records("mixed", 0, RECORDS));
    List<Integer> bad = List.of(0, 123, 124, 399);
    bad.forEach(i -> records.set(i, new ProducerRecord<>("mixed", 0, null, bytes("value " + i))));
    clusters.produce(records);

    try (Engine engine = clusters.oneWay(dir, "include: [mixed]", "on-refused: quarantine")) {
      awaitLane(engine, "mixed", lane -> lane.state().equals("copying") && lane.lagRecords() == 0);
      assertThat(TwoClusters.lanes(engine, "nyc->lon").getFirst().losses().quarantined())
          .isEqualTo(4);
    }

    assertThat(TwoClusters.values(clusters.lon, "nyc.mixed"))
        .isEqualTo(
            IntStream.range(0, RECORDS)
                .filter(i -> !bad.contains(i))
                .mapToObj(i -> "value " + i)
                .toList());
    assertThat(TwoClusters.values(clusters.lon, "__crosstide-quarantine"))
        .isEqualTo(bad.stream().map(i -> "value " + i).toList());
    var flow =
        TopologyReader.read(dir.resolve("topology.yaml"))
            .topology()
            .orElseThrow()
            .flow("nyc->lon")
            .orElseThrow();
    assertThat(RecordedLoss.of(flow, SecretSource.ofProcess()))
        .hasSize(4)
        .allMatch(
            loss -> loss.kind().equals("quarantined") && loss.why().contains("INVALID_RECORD"))
        .extracting(RecordedLoss::from)
        .containsExactly(0L, 123L, 124L, 399L);
    expectReplay(new FlowQuarantine(flow, SecretSource.ofProcess()), bad);
  }

  /** Once the target takes them, each comes once, as it was. */
  private void expectReplay(FlowQuarantine quarantine, List<Integer> bad) throws Exception {
    assertThat(quarantine.list()).hasSize(bad.size());
    assertThat(quarantine.replay()).allMatch(e -> e.outcome().orElse("").contains("INVALID"));
    assertThat(quarantine.list()).hasSize(bad.size());

    var topic = new ConfigResource(ConfigResource.Type.TOPIC, "nyc.mixed");
    var mend =
        new AlterConfigOp(new ConfigEntry("cleanup.policy", "delete"), AlterConfigOp.OpType.SET);
    clusters.lon.admin().incrementalAlterConfigs(Map.of(topic, List.of(mend))).all().get();
    await()
        .atMost(TwoClusters.PATIENCE)
        .until(
            () -> {
              quarantine.replay();
              return quarantine.list().isEmpty();
            });

    var parked = parked();
    // As a former owner of the lane does that was frozen in the middle of it.
    clusters.lon.produce(parked, Map.of());
    assertThat(quarantine.list()).isEmpty();
    assertThat(quarantine.replay()).isEmpty();
    assertThat(TwoClusters.values(clusters.lon, "nyc.mixed"))
        .hasSize(RECORDS)
        .endsWith(bad.stream().map(i -> "value " + i).toArray(String[]::new));
    expectNothingTwice(quarantine, parked.getFirst());
  }

  /** Owners that crashed before they noted what they had parked have left two records. */
  private void expectNothingTwice(FlowQuarantine quarantine, ProducerRecord<byte[], byte[]> parked)
      throws Exception {
    clusters.lon.produce(List.of(parked(parked, 5), parked(parked, RECORDS)), Map.of());

    assertThat(quarantine.replay())
        .extracting(entry -> entry.outcome().orElse(""))
        .satisfiesExactly(
            mirrored -> assertThat(mirrored).isEqualTo("mirrored already"),
            ahead -> assertThat(ahead).contains("ahead of its lane"));
    assertThat(quarantine.list()).extracting(FlowQuarantine.Entry::offset).containsExactly(400L);
    assertThat(TwoClusters.values(clusters.lon, "nyc.mixed")).hasSize(RECORDS);
  }

  private static ProducerRecord<byte[], byte[]> parked(
      ProducerRecord<byte[], byte[]> like, long offset) {
    var headers = new RecordHeaders(like.headers());
    headers.add("crosstide.offset", bytes(Long.toString(offset)));
    byte[] value = bytes("value " + offset);
    return new ProducerRecord<>(like.topic(), 0, like.key(), value, headers);
  }

  private List<ProducerRecord<byte[], byte[]>> parked() throws Exception {
    List<ProducerRecord<byte[], byte[]>> parked = new ArrayList<>();
    var partition = new TopicPartition("__crosstide-quarantine", 0);
    var client = Map.<String, Object>of("bootstrap.servers", clusters.lon.bootstrap());
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(client, bytes, bytes)) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      await()
          .atMost(TwoClusters.PATIENCE)
          .until(
              () -> {
                for (var r : consumer.poll(Duration.ofMillis(100))) {
                  if (r.headers().lastHeader("crosstide.replayed") == null) {
                    parked.add(new ProducerRecord<>(r.topic(), 0, r.key(), r.value(), r.headers()));
                  }
                }
                return parked.size() == 4;
              });
    }
    return parked;
  }
}
