package io.crosstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.GoldenFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  private static final String GOOD = "src/test/resources/topologies/mesh.yaml";
  private static final String BROKEN = "src/test/resources/topologies/broken.yaml";

  private final CommandRun run = new CommandRun();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crosstide",
        "validate",
        "schema",
        "plan",
        "apply",
        "run",
        "gaps",
        "quarantine",
        "diff",
        "import",
        "required-acls",
        "version"
      })
  void shouldExplainItself(String command) {
    int code = command.equals("crosstide") ? run.execute("--help") : run.execute(command, "--help");

    assertThat(code).isZero();
    golden("help-" + command + ".txt", run.out());
  }

  @Test
  void shouldExplainItselfToWhoGivesNoCommand() {
    assertThat(run.execute()).isEqualTo(2);
    assertThat(run.err()).contains("Usage: crosstide").contains("which command?");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void shouldSuggestTheCommandThatWasMeant() {
    assertThat(run.execute("validat")).isEqualTo(2);
    assertThat(run.err()).contains("crosstide validate");
  }

  @Test
  void shouldSumUpAGoodTopologyInOneLine() {
    assertThat(run.execute("validate", GOOD)).isZero();
    assertThat(run.out()).isEqualTo(GOOD + ": ok, 2 clusters, 2 flows\n");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void shouldPrintEveryProblemOfEveryFile() {
    assertThat(run.execute("validate", BROKEN, GOOD)).isEqualTo(1);
    golden("validate.txt", run.out());
  }

  @Test
  void shouldPrintTheSameAsJson() throws Exception {
    assertThat(run.execute("validate", "--output", "json", BROKEN, GOOD)).isEqualTo(1);

    golden("validate.json", run.out());
    JsonNode files = new ObjectMapper().readTree(run.out()).get("files");
    assertThat(files.get(0).get("usable").booleanValue()).isFalse();
    assertThat(files.get(0).get("problems")).isNotEmpty();
    assertThat(files.get(1).get("flows").intValue()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void shouldNeverPrintASecret(String output) {
    run.execute("validate", "--output", output, BROKEN, GOOD);

    assertThat(run.out() + run.err()).doesNotContain("hunter2");
  }

  @Test
  void shouldSayThatAFileIsNotThere() {
    assertThat(run.execute("validate", "no/such.yaml")).isEqualTo(1);
    assertThat(run.out()).contains("no/such.yaml").contains("not usable, 1 error");
  }

  @Test
  void shouldWantAFileToValidate() {
    assertThat(run.execute("validate")).isEqualTo(2);
    assertThat(run.err()).contains("FILE");
  }

  @Test
  void shouldPrintTheSchemaAsJson() throws Exception {
    assertThat(run.execute("schema")).isZero();
    assertThat(new ObjectMapper().readTree(run.out()).has("$schema")).isTrue();
  }

  @Test
  void shouldPrintItsVersion() {
    assertThat(run.execute("version")).isZero();
    assertThat(run.out())
        .matches("crosstide \\d+\\.\\S+ \\(kafka-clients \\d+\\.\\S+, Java .*\\)\n");
  }

  @Test
  void shouldListTheFlowsWhenThereIsNoSuchFlow() {
    assertThat(run.execute("run", "--topology", GOOD, "--flow", "nyc->lno")).isEqualTo(2);
    golden("run-unknown-flow.txt", run.err());
    assertThat(run.events()).isEmpty();
  }

  @Test
  void shouldListTheFlowsWhenNoneIsNamed() {
    assertThat(run.execute("run", "--topology", GOOD)).isEqualTo(2);
    assertThat(run.err()).contains("--flow all").contains("nyc->lon").contains("lon->nyc");
  }

  @Test
  void shouldStartNothingWhenTheTopologyIsBroken() {
    assertThat(run.execute("run", "--topology", BROKEN, "--flow", "all")).isEqualTo(1);
    assertThat(run.err()).contains("broken.yaml:").contains("nothing was started");
    assertThat(run.err()).doesNotContain("hunter2");
    assertThat(run.events()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--http-port=65536",
        "--http-port=-1",
        "--grace-seconds=0",
        "--instance=a b",
        "--instance="
      })
  void shouldRefuseANumberThatCannotBe(String option) {
    assertThat(run.execute("run", "--topology", GOOD, "--flow", "all", option)).isEqualTo(2);
    assertThat(run.err()).contains(option.substring(0, option.indexOf('=')));
    assertThat(run.events()).isEmpty();
  }

  @Test
  void shouldStartFlowsBeforeHttpAndStopThemAfterwards() {
    assertThat(run.execute("run", "--topology", GOOD, "--flow", "all")).isZero();
    assertThat(run.events())
        .containsExactly("prepare nyc->lon lon->nyc", "start", "serve 0.0.0.0:8080", "close");
  }

  @Test
  void shouldRunOneFlowOfMany() {
    run.execute("run", "--topology", GOOD, "--flow", "lon->nyc", "--http-port", "0");

    assertThat(run.events()).contains("prepare lon->nyc", "serve 0.0.0.0:0");
  }

  @Test
  void shouldTakeOptionsFromTheEnvironment() {
    CommandRun inContainer =
        new CommandRun(
            Map.of(
                "CROSSTIDE_TOPOLOGY", GOOD,
                "CROSSTIDE_FLOW", "nyc->lon",
                "CROSSTIDE_HTTP_PORT", "9090"));

    assertThat(inContainer.execute("run", "--http-host", "127.0.0.1")).isZero();
    assertThat(inContainer.events()).contains("prepare nyc->lon", "serve 127.0.0.1:9090");
  }

  @Test
  void shouldListWhatIsLost() {
    assertThat(run.execute("gaps", "--topology", GOOD, "--flow", "all")).isZero();
    golden("gaps.txt", run.out());
  }

  @Test
  void shouldListWhatIsLostAsJson() {
    assertThat(run.execute("gaps", "-t", GOOD, "-f", "nyc->lon", "-o", "json")).isZero();
    golden("gaps.json", run.out());
  }

  @Test
  void shouldListWhatIsInQuarantine() {
    assertThat(run.execute("quarantine", "list", "-t", GOOD, "-f", "all")).isZero();
    golden("quarantine-list.txt", run.out());
  }

  @Test
  void shouldSayWhatBecameOfAReplay() {
    assertThat(run.execute("quarantine", "replay", "-t", GOOD, "-f", "nyc->lon", "-o", "json"))
        .isZero();
    golden("quarantine-replay.json", run.out());
  }

  @Test
  void shouldFailWhenARecordIsRefusedAgain() {
    assertThat(run.execute("quarantine", "replay", "-t", GOOD, "-f", "all")).isEqualTo(1);
    assertThat(run.out()).contains("now replayed", "now too large again");
  }

  @Test
  void shouldPreferAnOptionToTheEnvironment() {
    CommandRun inContainer = new CommandRun(Map.of("CROSSTIDE_HTTP_PORT", "9090"));

    inContainer.execute("run", "-t", GOOD, "-f", "all", "--http-port", "9091");

    assertThat(inContainer.events()).contains("serve 0.0.0.0:9091");
  }

  @Test
  void shouldStopTheFlowsWhenHttpCannotStart() {
    run.failHttpWith("cannot listen on 0.0.0.0:8080");

    assertThat(run.execute("run", "--topology", GOOD, "--flow", "all")).isEqualTo(1);
    assertThat(run.err()).isEqualTo("crosstide: cannot listen on 0.0.0.0:8080\n");
    assertThat(run.events()).endsWith("close");
  }

  private static void golden(String name, String actual) {
    GoldenFile.assertMatches(Path.of("src/test/resources/golden/cli", name), actual);
  }
}
