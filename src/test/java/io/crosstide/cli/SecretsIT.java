package io.crosstide.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.lab.LabCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run with known secrets, good and bad ones, logging all it can: nothing it writes or answers
 * holds one of them.
 */
@Tag("program")
class SecretsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"mirror\" ";

  /** Each says where it was given to the program, so that a failure says what leaked. */
  private static final String RIGHT = "right-from-file-8f3KxW0q";

  private static final String WRONG = "wrong-from-env-Zq71mV5c";
  private static final String MALFORMED = "malformed-from-env-5Tb9Hd2s";
  private static final String STORE = "store-from-file-w2LpRt6y";
  private static final List<String> SECRETS = List.of(RIGHT, WRONG, MALFORMED, STORE);

  @TempDir static Path dir;

  private static LabCluster nyc;
  private static LabCluster lon;
  private static Path topology;

  @BeforeAll
  static void start() throws IOException {
    LabCluster.Builder guarded =
        LabCluster.named("nyc")
            .listener("OPEN", "PLAINTEXT")
            .property("sasl.enabled.mechanisms", "PLAIN");
    // One for each alias: a topology refuses two that share an address.
    for (String listener : List.of("A", "B", "C")) {
      guarded
          .listener(listener, "SASL_PLAINTEXT")
          .property(
              "listener.name.%s.plain.sasl.jaas.config"
                  .formatted(listener.toLowerCase(Locale.ROOT)),
              PLAIN.replace("username=\"mirror\"", "") + "user_mirror=\"%s\";".formatted(RIGHT));
    }
    nyc = guarded.start();
    lon =
        LabCluster.named("lon")
            .listener("OPEN", "PLAINTEXT")
            .listener("OTHER", "PLAINTEXT")
            .start();
    nyc.createTopic("orders", 1);
    nyc.produce(
        List.of(new ProducerRecord<>("orders", "k".getBytes(UTF_8), new byte[9])), Map.of());
    Files.writeString(dir.resolve("right"), PLAIN + "password=\"%s\";\n".formatted(RIGHT));
    Files.writeString(dir.resolve("store"), STORE + "\n");
    topology = Files.writeString(dir.resolve("topology.yaml"), yaml());
  }

  @AfterAll
  static void stop() {
    nyc.close();
    lon.close();
  }

  @Test
  void shouldWriteAndAnswerNoSecret() throws Exception {
    Map<String, String> said = new LinkedHashMap<>();
    try (RunningProgram program =
        new RunningProgram(
            dir,
            environment(),
            "run",
            "--topology=" + topology,
            "--flow=all",
            "--http-host=127.0.0.1",
            "--http-port=0")) {
      await().atMost(PATIENCE).until(() -> program.httpPort().isPresent());
      await().atMost(PATIENCE).untilAsserted(() -> everyFlowHasItsSay(program));
      for (String path : List.of("/", "/status", "/q/health", "/q/metrics")) {
        said.put(path, program.get(path).body());
      }
      said.put("threads", program.threads());
      said.put("command status", statusOf(program));
      program.terminate();
      said.put("log", String.join("\n", program.log()));
    }
    said.put("command gaps", gaps());
    said.put("names of files", namesOfFiles());

    assertThat(said.get("log"))
        .as("it did log all it can")
        .contains("DEBUG", "SaslClientAuthenticator");
    assertThat(said.get("threads")).contains("crosstide-loop-nyc->lon");
    assertThat(said.get("command status")).contains("wrong->lon: away");
    said.forEach((where, text) -> assertThat(leaked(text)).as(where).isEmpty());
  }

  /** The one with the right password copies; the others say what is wrong with theirs. */
  private static void everyFlowHasItsSay(RunningProgram program) throws IOException {
    JsonNode flows = new ObjectMapper().readTree(program.get("/status").body()).get("flows");
    for (JsonNode flow : flows) {
      String name = flow.get("name").textValue();
      if (name.equals("nyc->lon")) {
        assertThat(flow.get("records").longValue()).as(name).isEqualTo(1);
      } else {
        assertThat(flow.get("conditions")).as(name).isNotEmpty();
      }
    }
    assertThat(flows).hasSize(5);
  }

  private static String statusOf(RunningProgram program) {
    CommandRun run = new CommandRun();
    run.finds(
        new HttpStatus()
            .at(
                URI.create("http://127.0.0.1:" + program.httpPort().orElseThrow()),
                Duration.ofSeconds(10)));
    run.execute("status");
    return run.out() + run.err();
  }

  /** A command that fails to connect prints why. */
  private static String gaps() throws Exception {
    try (RunningProgram program =
        new RunningProgram(
            dir, environment(), "gaps", "--topology=" + topology, "--flow=lon->wrong")) {
      assertThat(program.exitCode()).isEqualTo(1);
      return String.join("\n", program.log());
    }
  }

  private static String namesOfFiles() {
    try (Stream<Path> files = Files.walk(dir)) {
      return String.join("\n", files.map(Path::toString).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> leaked(String text) {
    List<String> found = new ArrayList<>();
    for (String secret : SECRETS) {
      String end = secret.substring(secret.length() - 8);
      for (String face :
          List.of(
              secret,
              end,
              URLEncoder.encode(secret, UTF_8),
              // Without the last characters, which depend on what follows.
              Base64.getEncoder().encodeToString(secret.getBytes(UTF_8)).substring(0, 18))) {
        if (text.contains(face)) {
          found.add(secret + " as " + face);
        }
      }
    }
    return found;
  }

  private static Map<String, String> environment() {
    return Map.of(
        "MIRROR_WRONG",
        PLAIN + "password=\"%s\";".formatted(WRONG),
        // Somebody forgot to escape the quote.
        "MIRROR_MALFORMED",
        PLAIN + "password=\"%s\";".formatted(MALFORMED.replace("-5Tb9", "\" 5Tb9")),
        "QUARKUS_LOG_LEVEL",
        "DEBUG",
        "QUARKUS_LOG_CATEGORY__ORG_APACHE_KAFKA__LEVEL",
        "DEBUG");
  }

  private static String yaml() {
    return """
    clusters:
      nyc: { bootstrap: "%s", properties: { security.protocol: SASL_PLAINTEXT,
             sasl.mechanism: PLAIN, sasl.jaas.config: "${file:%s}" } }
      wrong: { bootstrap: "%s", properties: { security.protocol: SASL_PLAINTEXT,
             sasl.mechanism: PLAIN, sasl.jaas.config: "${env:MIRROR_WRONG}" } }
      malformed: { bootstrap: "%s", properties: { security.protocol: SASL_PLAINTEXT,
             sasl.mechanism: PLAIN, sasl.jaas.config: "${env:MIRROR_MALFORMED}" } }
      tls: { bootstrap: "%s", properties: { security.protocol: SSL,
             ssl.truststore.location: "%s", ssl.truststore.password: "${file:%s}" } }
      lon: { bootstrap: "%s" }
    defaults: { include: [orders], replication-factor: 1, heartbeats: never }
    flows:
      nyc->lon: {}
      wrong->lon: {}
      malformed->lon: {}
      tls->lon: {}
      lon->wrong: {}
    """
        .formatted(
            nyc.bootstrap("A"),
            dir.resolve("right"),
            nyc.bootstrap("B"),
            nyc.bootstrap("C"),
            lon.bootstrap("OTHER"),
            dir.resolve("store"),
            dir.resolve("store"),
            lon.bootstrap());
  }
}
