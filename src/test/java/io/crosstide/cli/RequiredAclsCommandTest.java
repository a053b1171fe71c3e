package io.crosstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.GoldenFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class RequiredAclsCommandTest {
  private static final String TOPOLOGY = "src/test/resources/diff/before.yaml";

  @TempDir private Path dir;

  private final CommandRun run = new CommandRun();

  @ParameterizedTest
  @ValueSource(strings = {"commands", "strimzi", "json"})
  void shouldPrintTheLeastRights(String output) {
    assertThat(run.execute("required-acls", "-t", TOPOLOGY, "-f", "nyc->lon", "-o", output))
        .isZero();

    GoldenFile.assertMatches(
        Path.of("src/test/resources/golden/cli", "required-acls." + output), run.out());
  }

  @Test
  void shouldPrintOneKafkaUserForEachClusterOfAllFlows() {
    run.execute("required-acls", "-t", TOPOLOGY, "-f", "all", "-o", "strimzi");

    var yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    assertThat(yaml.loadAll(run.out())).hasSize(3);
  }

  @Test
  void shouldPrintJsonThatCanBeRead() throws Exception {
    run.execute("required-acls", "-t", TOPOLOGY, "-f", "all", "-o", "json");

    assertThat(new ObjectMapper().readTree(run.out()).get("acls")).isNotEmpty();
  }

  @Test
  void shouldAskForTheClusterOnlyWhereAclsAreSynced() throws Exception {
    String topology =
        Files.readString(Path.of(TOPOLOGY)).replace("[audit]", "[audit], acls: { sync: true }");
    String file = Files.writeString(dir.resolve("acls.yaml"), topology).toString();

    run.execute("required-acls", "-t", file, "-f", "all");
    assertThat(run.out().lines().filter(line -> line.endsWith(" --cluster")))
        .hasSize(2)
        .anyMatch(line -> line.contains("'nyc-1:9092'") && line.contains(" --operation Describe "))
        .anyMatch(line -> line.contains("'par-1:9092'") && line.contains(" --operation Alter "));

    CommandRun strimzi = new CommandRun();
    strimzi.execute("required-acls", "-t", file, "-f", "nyc->par", "-o", "strimzi");
    assertThat(strimzi.out())
        .contains("      - resource:\n          type: cluster\n        operations: [Describe]\n")
        .contains("      - resource:\n          type: cluster\n        operations: [Alter]\n")
        .contains("          name: \"nyc.\"\n          patternType: prefix\n");
  }

  @Test
  void shouldRefuseWhatIsNoPrincipal() {
    assertThat(run.execute("required-acls", "-t", TOPOLOGY, "-f", "all", "--principal", "'; rm"))
        .isEqualTo(2);
    assertThat(run.err()).contains("--principal is TYPE:NAME");
  }

  @Test
  void shouldRefuseAKafkaUserThatKubernetesWouldRefuse() {
    assertThat(
            run.execute(
                "required-acls",
                "-t",
                TOPOLOGY,
                "-f",
                "all",
                "-o",
                "strimzi",
                "--principal",
                "User:CN=mirror,O=x"))
        .isEqualTo(2);
    assertThat(run.err()).contains("a KafkaUser is named as Kubernetes names things");
  }
}
