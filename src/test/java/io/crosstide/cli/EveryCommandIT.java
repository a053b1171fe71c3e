package io.crosstide.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.GoldenFile;
import io.crosstide.lab.LabCluster;
import io.crosstide.topology.TopologySchema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every command of the shipped program, as somebody in front of a terminal would call it. */
@Tag("program")
class EveryCommandIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String MESH = "src/test/resources/topologies/mesh.yaml";

  @TempDir Path dir;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "help-crosstide.txt | 0 | --help",
        "help-run.txt | 0 | run --help",
        "help-plan.txt | 0 | plan --help",
        "validate.json | 1 | validate --output json src/test/resources/topologies/broken.yaml "
            + MESH,
        "diff.json | 2 | diff --output json src/test/resources/diff/before.yaml"
            + " src/test/resources/diff/after.yaml",
        "import-strimzi-v1.yaml.txt | 0 | import src/test/resources/mm2/strimzi-v1.yaml",
        "import-active-active.properties.txt | 0"
            + " | import src/test/resources/mm2/active-active.properties",
      })
  void shouldSayTheSameAsInTests(String golden, int exit, String arguments) throws Exception {
    String said = said(exit, arguments.split(" +"));

    GoldenFile.assertMatches(Path.of("src/test/resources/golden/cli", golden), said);
  }

  @Test
  void shouldPrintSchemaVersionAndRights() throws Exception {
    assertThat(said(0, "schema").strip()).isEqualTo(TopologySchema.json().strip());
    assertThat(said(0, "version")).startsWith("crosstide ").contains("kafka-clients 4");
    assertThat(said(0, "required-acls", "--topology=" + MESH, "--flow=all", "--output=json"))
        .contains("\"TRANSACTIONAL_ID\"");
    assertThat(said(2, "run")).contains("Missing required option");
  }

  @Test
  void shouldPlanApplyRunAndTellHowItIs() throws Exception {
    try (LabCluster nyc = LabCluster.started("nyc");
        LabCluster lon = LabCluster.started("lon")) {
      nyc.createTopic("orders", 1, Map.of("retention.ms", "12345678"));
      nyc.produce(
          List.of(new ProducerRecord<>("orders", "k".getBytes(UTF_8), new byte[9])), Map.of());
      String topology = "--topology=" + Files.writeString(dir.resolve("t.yaml"), yaml(nyc, lon));

      assertThat(said(2, "plan", topology)).contains("nyc.orders");
      said(0, "apply", topology);
      assertThat(said(0, "plan", topology, "--output=json")).contains("\"nyc->lon\"");
      try (RunningProgram program = run(topology)) {
        await().atMost(PATIENCE).until(() -> program.httpPort().isPresent());
        String url = "--url=http://127.0.0.1:" + program.httpPort().orElseThrow();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(records(url)).isEqualTo(1));
        assertThat(said(0, "status", url)).contains("nyc->lon: well");
        assertThat(program.terminate()).isZero();
      }
      assertThat(said(0, "gaps", topology, "--flow=all", "--output=json")).contains("[");
      assertThat(said(0, "quarantine", "list", topology, "--flow=all")).isNotEmpty();
    }
  }

  private long records(String url) throws Exception {
    JsonNode status = new ObjectMapper().readTree(said(0, "status", url, "--output=json"));
    return status.at("/flows/0/records").longValue();
  }

  private RunningProgram run(String topology) throws Exception {
    return new RunningProgram(
        dir, "run", topology, "--flow=nyc->lon", "--http-host=127.0.0.1", "--http-port=0");
  }

  /** What the program prints, when it ends with this exit code. */
  private String said(int exit, String... arguments) throws Exception {
    try (RunningProgram program = new RunningProgram(dir, arguments)) {
      int code = program.exitCode();
      String said = String.join("\n", program.log()) + "\n";
      assertThat(code).as("%s: %s", String.join(" ", arguments), said).isEqualTo(exit);
      return said;
    }
  }

  private static String yaml(LabCluster nyc, LabCluster lon) {
    return """
    clusters:
      nyc: { bootstrap: "%s" }
      lon: { bootstrap: "%s" }
    flows:
      nyc->lon: { include: [orders], replication-factor: 1, heartbeats: never }
    """
        .formatted(nyc.bootstrap(), lon.bootstrap());
  }
}
