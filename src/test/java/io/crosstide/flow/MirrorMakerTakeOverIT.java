package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.bytes;
import static io.crosstide.flow.TwoClusters.records;
import static io.crosstide.flow.TwoClusters.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.crosstide.lab.ChildProcess;
import io.crosstide.lab.MirrorMakerSetup;
import io.crosstide.lab.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flow that goes on where MirrorMaker 2 has stopped, into the topics that it has filled. */
class MirrorMakerTakeOverIT {
  private static final String OFFSETS = "mm2-offsets.nyc.internal";
  private static final long WRITTEN_MS = System.currentTimeMillis();

  @TempDir Path dir;

  private TwoClusters clusters;

  @BeforeEach
  void start() {
    clusters = new TwoClusters();
    clusters.nyc.createTopic("orders", 2);
    clusters.produce(dated(records("orders", 0, 40)));
    clusters.produce(ofSecondPartition(7));
  }

  @AfterEach
  void stop() {
    clusters.close();
  }

  @Test
  void shouldGoOnBehindWhatMirrorMakerSaysItHasCopied() {
    copiedByMirrorMaker(25);
    offsetsTopic();
    committed("[\"MirrorSourceConnector\",%s]", "nyc", 11);
    committed("[\"MirrorSourceConnector\",%s]", "nyc", 24);
    committed("[\"MirrorSourceConnector\",%s]", "par", 3);
    committed("[\"MirrorCheckpointConnector\",%s]", "nyc", 3);
    committed("[\"par->lon.MirrorSourceConnector\",%s]", "nyc", 3);
    clusters.lon.produce(
        List.of(new ProducerRecord<>(OFFSETS, bytes("[no"), bytes("no JSON"))), Map.of());

    try (Engine engine = takingOver()) {
      TwoClusters.awaitMirrored(engine);

      expectAllOnce();
    }
    try (Engine again = takingOver()) {
      clusters.produce(records("orders", 40, 10));
      TwoClusters.awaitMirrored(again);

      assertThat(values(clusters.lon, "nyc.orders")).hasSize(50).doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldTakeTheNameThatStrimziGivesToTheConnector() {
    copiedByMirrorMaker(25);
    offsetsTopic();
    committed("[\"nyc->lon.MirrorSourceConnector\",%s]", "nyc", 24);

    try (Engine engine = takingOver()) {
      TwoClusters.awaitMirrored(engine);

      expectAllOnce();
    }
  }

  @Test
  void shouldBeginNothingUntilSomebodySaysWhatWasCopied() {
    copiedByMirrorMaker(25);

    try (Engine engine = takingOver()) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  engine.snapshot().flows().getFirst().conditions().stream()
                      .anyMatch(line -> line.contains(OFFSETS + " at lon says nothing of nyc")));
      assertThat(values(clusters.lon, "nyc.orders")).hasSize(25);

      offsetsTopic();
      committed("[\"MirrorSourceConnector\",%s]", "nyc", 24);

      TwoClusters.awaitMirrored(engine);
      expectAllOnce();
    }
  }

  @Test
  void shouldCopyNothingTwiceAfterARealMirrorMaker() throws Exception {
    Path classPath = Path.of("bench/mm2/target/mm2.classpath");
    assumeTrue(Files.exists(classPath), "./crosstide bench makes MirrorMaker 2's class path");
    var setup =
        new MirrorMakerSetup(
            "nyc", clusters.nyc.bootstrap(), "lon", clusters.lon.bootstrap(), List.of("orders"), 1);
    Map<String, String> properties = setup.properties();
    properties.put("listeners", "http://127.0.0.1:" + Ports.free());
    Path file = MirrorMakerSetup.write(properties, dir);
    List<String> command =
        MirrorMakerSetup.command(Files.readString(classPath).strip(), file, List.of());
    try (var mirrorMaker = new ChildProcess(command, dir.resolve("mirror.log"))) {
      mirrorMaker.start();
      await(mirrorMaker.lastWords())
          .atMost(Duration.ofMinutes(2))
          .until(() -> copied("nyc.orders") == 47);
    }
    clusters.produce(records("orders", 40, 10));

    try (Engine engine = takingOver()) {
      TwoClusters.awaitMirrored(engine);

      TwoClusters.expectEqual(clusters.nyc, "orders", clusters.lon, "nyc.orders", 57);
    }
  }

  private void expectAllOnce() {
    TwoClusters.expectEqual(clusters.nyc, "orders", clusters.lon, "nyc.orders", 47);
    assertThat(values(clusters.lon, "nyc.orders")).hasSize(40);
  }

  /** The ends of both partitions together. */
  private long copied(String topic) throws Exception {
    Admin lon = clusters.lon.admin();
    if (!lon.listTopics().names().get().contains(topic)) {
      return 0;
    }
    long records = 0;
    for (int number = 0; number < 2; number++) {
      var partition = new TopicPartition(topic, number);
      var end = lon.listOffsets(Map.of(partition, OffsetSpec.latest()));
      records += end.partitionResult(partition).get().offset();
    }
    return records;
  }

  private Engine takingOver() {
    return clusters.oneWay(dir, "include: [orders]", "start: mirror-maker");
  }

  private static List<ProducerRecord<byte[], byte[]>> ofSecondPartition(int count) {
    return records("orders", 100, count).stream()
        .map(record -> new ProducerRecord<>("orders", 1, record.key(), record.value()))
        .toList();
  }

  /** With timestamps that MirrorMaker 2 would keep. */
  private static List<ProducerRecord<byte[], byte[]>> dated(
      List<ProducerRecord<byte[], byte[]>> records) {
    return records.stream()
        .map(r -> new ProducerRecord<>(r.topic(), r.partition(), WRITTEN_MS, r.key(), r.value()))
        .toList();
  }

  /** The first records of partition 0; of the second one nothing. */
  private void copiedByMirrorMaker(int count) {
    clusters.lon.createTopic("nyc.orders", 2);
    clusters.lon.produce(dated(records("nyc.orders", 0, count)), Map.of());
  }

  private void offsetsTopic() {
    clusters.lon.createTopic(OFFSETS, 1, Map.of("cleanup.policy", "compact"));
  }

  /** What Connect stores after the last record of partition 0 was acknowledged. */
  private void committed(String key, String cluster, long offset) {
    String partition =
        "{\"cluster\":\"%s\",\"partition\":0,\"topic\":\"orders\"}".formatted(cluster);
    clusters.lon.produce(
        List.of(
            new ProducerRecord<>(
                OFFSETS, bytes(key.formatted(partition)), bytes("{\"offset\":" + offset + "}"))),
        Map.of());
  }
}
