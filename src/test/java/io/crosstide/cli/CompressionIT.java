package io.crosstide.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.lab.ContentCheck;
import io.crosstide.lab.Differences;
import io.crosstide.lab.LabCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped program opens, joins and writes batches in every compression. */
@Tag("program")
class CompressionIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<String> CODECS = List.of("none", "gzip", "snappy", "lz4", "zstd");

  @TempDir static Path dir;

  private static LabCluster nyc;
  private static LabCluster lon;

  @BeforeAll
  static void start() {
    nyc = LabCluster.started("nyc");
    lon = LabCluster.started("lon");
    for (String codec : CODECS) {
      // Joined in the codec they come in.
      nyc.createTopic("tiny-" + codec, 1);
      produce("tiny-" + codec, 400, codec, 0);
      // Comes in the codec before, and is to be written in this one.
      String before = CODECS.get((CODECS.indexOf(codec) + 1) % CODECS.size());
      nyc.createTopic("to-" + codec, 1);
      String wanted = codec.equals("none") ? "uncompressed" : codec;
      lon.createTopic("nyc.to-" + codec, 1, Map.of("compression.type", wanted));
      produce("to-" + codec, 400, before, 16_384);
    }
  }

  @AfterAll
  static void stop() {
    nyc.close();
    lon.close();
  }

  @Test
  void shouldOpenJoinAndWriteBatchesInEveryCompression() throws Exception {
    Path topology = Files.writeString(dir.resolve("topology.yaml"), yaml());
    try (RunningProgram program =
        new RunningProgram(
            dir,
            "run",
            "--topology=" + topology,
            "--flow=all",
            "--http-host=127.0.0.1",
            "--http-port=0")) {
      await().atMost(PATIENCE).until(() -> program.httpPort().isPresent());
      for (String codec : CODECS) {
        awaitCopied(program, "tiny-" + codec);
        awaitCopied(program, "to-" + codec);
      }
      Map<String, JsonNode> batches = batchesByTopic(program);
      for (String codec : CODECS) {
        assertThat(batches.get("tiny-" + codec).has("coalesced")).as(codec).isTrue();
        assertThat(batches.get("to-" + codec).has("codec")).as(codec).isTrue();
      }
    }
  }

  private static void awaitCopied(RunningProgram program, String topic) {
    ContentCheck check = ContentCheck.between(nyc.bootstrap(), lon.bootstrap());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Differences found = check.check(topic, "nyc." + topic);
              assertThat(found.none()).as("%s: %s\n%s", topic, found, program.log()).isTrue();
              assertThat(found.matched()).as(topic).isEqualTo(400);
            });
  }

  private static Map<String, JsonNode> batchesByTopic(RunningProgram program) throws Exception {
    Map<String, JsonNode> batches = new HashMap<>();
    JsonNode flow = new ObjectMapper().readTree(program.get("/status").body()).at("/flows/0");
    flow.get("lanes").forEach(lane -> batches.put(lane.get("topic").asText(), lane.get("batches")));
    return batches;
  }

  private static void produce(String topic, int count, String codec, int batchBytes) {
    nyc.produce(
        IntStream.range(0, count)
            .mapToObj(i -> new ProducerRecord<>(topic, 0, bytes("key " + i), bytes("value " + i)))
            .toList(),
        Map.of("compression.type", codec, "batch.size", batchBytes, "linger.ms", 20));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String yaml() {
    return """
    clusters:
      nyc: { bootstrap: "%s" }
      lon: { bootstrap: "%s" }
    flows:
      nyc->lon: { include: [/t.*/], replication-factor: 1, heartbeats: never }
    """
        .formatted(nyc.bootstrap(), lon.bootstrap());
  }
}
