package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.ContentCheck;
import io.crosstide.lab.Differences;
import io.crosstide.lab.LabCluster;
import io.crosstide.status.FlowStatus;
import io.crosstide.status.LaneStatus;
import io.crosstide.topology.Topology;
import io.crosstide.topology.TopologyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Real brokers nyc and lon, and flows between them. */
final class TwoClusters implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final LabCluster nyc;
  final LabCluster lon;

  TwoClusters() {
    nyc = LabCluster.named("nyc").quickGroups().property("log.cleaner.backoff.ms", "100").start();
    lon = LabCluster.named("lon").quickGroups().start();
  }

  /** Flows between the two; {@code defaults} are lines of the topology's defaults. */
  Engine engine(Path dir, String patterns, String... defaults) {
    return engine(
        dir,
        """
        clusters:
          nyc: { bootstrap: "%s" }
          lon: { bootstrap: "%s" }
        defaults:
          topic-refresh: 500ms
          heartbeats: never
          %s
        patterns:
          - %s
        """
            .formatted(nyc.bootstrap(), lon.bootstrap(), String.join("\n  ", defaults), patterns));
  }

  /** Every flow of a topology, started. */
  static Engine engine(Path dir, String yaml) {
    Path file = dir.resolve("topology.yaml");
    try {
      Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var read = TopologyReader.read(file);
    assertThat(read.problems()).isEmpty();
    Topology topology = read.topology().orElseThrow();
    Engine engine =
        new Engine(topology, topology.flows(), Optional.empty(), (flow, latencyMs) -> {});
    engine.start();
    return engine;
  }

  /** nyc->lon alone. */
  Engine oneWay(Path dir, String... defaults) {
    return engine(dir, "active-standby: { active: nyc, standby: lon }", defaults);
  }

  static List<LaneStatus> lanes(Engine engine, String flow) {
    return engine.snapshot().flows().stream()
        .filter(f -> f.name().equals(flow))
        .findFirst()
        .orElseThrow()
        .lanes();
  }

  static void awaitLane(Engine engine, String topic, Predicate<LaneStatus> wanted) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(lanes(engine, "nyc->lon"))
                    .filteredOn(lane -> lane.topic().equals(topic))
                    .isNotEmpty()
                    .allMatch(wanted));
  }

  /** Waits until every flow has lanes and none of them lags. */
  static void awaitMirrored(Engine engine) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(engine.snapshot().flows()).allSatisfy(TwoClusters::expectCaughtUp));
  }

  private static void expectCaughtUp(FlowStatus flow) {
    assertThat(flow.lanes()).isNotEmpty().allMatch(lane -> lane.lagRecords() == 0);
  }

  /** Record by record, until equal or out of patience. */
  static void expectEqual(
      LabCluster from, String source, LabCluster to, String target, long records) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Differences found =
                  ContentCheck.between(from.bootstrap(), to.bootstrap()).check(source, target);
              assertThat(found.none()).as("%s", found).isTrue();
              assertThat(found.matched()).isEqualTo(records);
            });
  }

  /** Records {@code first}, {@code first + 1}, ... of a topic's partition 0, with keys. */
  static List<ProducerRecord<byte[], byte[]>> records(String topic, int first, int count) {
    return IntStream.range(first, first + count)
        .mapToObj(i -> new ProducerRecord<>(topic, 0, bytes("key " + i), bytes("value " + i)))
        .toList();
  }

  /** The values of a topic's partition 0 as text, in order, as a consumer reads them. */
  static List<String> values(LabCluster cluster, String topic) {
    var partition = new TopicPartition(topic, 0);
    var client = Map.<String, Object>of("bootstrap.servers", cluster.bootstrap());
    try (var consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      var values = new ArrayList<String>();
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> values.add(r.value()));
                return consumer.position(partition) >= end;
              });
      return values;
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  void produce(List<ProducerRecord<byte[], byte[]>> records) {
    nyc.produce(records, Map.of());
  }

  @Override
  public void close() {
    nyc.close();
    lon.close();
  }
}
