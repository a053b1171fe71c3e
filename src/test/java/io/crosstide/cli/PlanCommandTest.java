package io.crosstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.GoldenFile;
import io.crosstide.git.TestRepository;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCommandTest {
  private static final String GOOD = "src/test/resources/topologies/mesh.yaml";
  private static final String BROKEN = "src/test/resources/topologies/broken.yaml";

  @TempDir private Path dir;

  private final CommandRun run = new CommandRun();

  @Test
  void shouldShowWhatWouldBeDone() {
    assertThat(run.execute("plan", "-t", GOOD)).isEqualTo(2);
    golden("plan.txt", run.out());
    assertThat(run.out()).doesNotContain("\n  + forged", "\u001b");
  }

  @Test
  void shouldShowItForAPullRequestWithoutBelievingAnyOfIt() {
    assertThat(run.execute("plan", "-t", GOOD, "-o", "markdown")).isEqualTo(2);
    golden("plan.md", run.out());
    assertThat(run.out()).doesNotContain("<b>", "@all", "x|y", "`z`");
  }

  @Test
  void shouldShowItToMachines() throws Exception {
    assertThat(run.execute("plan", "-t", GOOD, "-o", "json", "--rate", "1MB")).isEqualTo(2);
    golden("plan.json", run.out());
    JsonNode flow = new ObjectMapper().readTree(run.out()).get("flows").get(0);
    assertThat(flow.get("backfillSeconds").intValue()).isEqualTo(1_234);
  }

  @Test
  void shouldSayByItsCodeThatThereIsNothingToDo() {
    assertThat(run.execute("plan", "-t", GOOD, "-f", "lon->nyc")).isZero();
    assertThat(run.out()).startsWith("lon->nyc: 0 changes, 1 topic, 0 B to copy\n");
  }

  @Test
  void shouldNotCallAnErrorAChange() {
    assertThat(run.execute("plan", "-t", BROKEN)).isEqualTo(1);
    assertThat(new CommandRun().execute("plan", "-t", GOOD, "--rate", "fast")).isEqualTo(1);
    assertThat(new CommandRun().execute("plan")).isEqualTo(1);
    assertThat(new CommandRun().execute("plan", "-t", GOOD, "-f", "nyc->par")).isEqualTo(1);
  }

  @Test
  void shouldGoOnWithOtherFlowsWhenAClusterDoesNotAnswer() {
    run.failPlanOf("nyc->lon", "cluster nyc does not answer");

    assertThat(run.execute("plan", "-t", GOOD)).isEqualTo(1);
    assertThat(run.err()).isEqualTo("crosstide: nyc->lon: cluster nyc does not answer\n");
    assertThat(run.out())
        .startsWith(
            "nyc->lon: could not be planned: cluster nyc does not answer\n\nlon->nyc: 0 changes");
  }

  /** What a pull request shows is the output alone. */
  @Test
  void shouldNotHideAFlowThatCouldNotBePlanned() throws Exception {
    run.failPlanOf("nyc->lon", "cluster <b>nyc</b>\ndoes not answer");

    assertThat(run.execute("plan", "-t", GOOD, "-o", "markdown")).isEqualTo(1);
    assertThat(run.out())
        .startsWith(
            "### <code>nyc-&#62;lon</code>\n\n**Could not be planned**: cluster &#60;b&#62;nyc");

    CommandRun forMachines = new CommandRun();
    forMachines.failPlanOf("nyc->lon", "cluster nyc does not answer");
    assertThat(forMachines.execute("plan", "-t", GOOD, "-o", "json")).isEqualTo(1);
    JsonNode unplanned = new ObjectMapper().readTree(forMachines.out()).get("unplanned");
    assertThat(unplanned).hasSize(1);
    assertThat(unplanned.get(0).get("flow").textValue()).isEqualTo("nyc->lon");
    assertThat(unplanned.get(0).get("why").textValue()).isEqualTo("cluster nyc does not answer");
  }

  @Test
  void shouldAskNobodyOffline() {
    run.failPlanOf("nyc->lon", "asked");

    assertThat(run.execute("plan", "-t", "topologies/cloud-migration.yaml", "--offline")).isZero();
    golden("plan-offline.txt", run.out());
  }

  @Test
  void shouldSayWhatBecameOfEachChange() {
    assertThat(run.execute("apply", "-t", GOOD)).as("one was refused").isEqualTo(1);
    golden("apply.txt", run.out());
    assertThat(new CommandRun().execute("apply", "-t", GOOD, "-f", "lon->nyc")).isZero();
    assertThat(new CommandRun().execute("apply")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plan", "apply"})
  void shouldTakeATopologyFromAGitRepository(String command) throws Exception {
    try (TestRepository repository = new TestRepository(dir)) {
      String commit = repository.commit("prod/mesh.yaml", Files.readString(Path.of(GOOD)));
      String place = repository.location() + "?ref=main&path=prod/mesh.yaml";

      int code = run.execute(command, "-t", place);

      assertThat(code).isEqualTo(command.equals("plan") ? 2 : 1);
      golden(command + ".txt", run.out());
      assertThat(run.err()).startsWith("crosstide: " + place + " is at " + commit + "\n");
    }
  }

  @Test
  void shouldPlanNothingOfARevisionThatCannotBeAccepted() throws Exception {
    Path signers = Files.writeString(dir.resolve("signers"), "");
    try (TestRepository repository = new TestRepository(dir.resolve("repository"))) {
      repository.commit("topology.yaml", Files.readString(Path.of(GOOD)));

      assertThat(run.execute("plan", "-t", repository.location() + "?ref=gone")).isEqualTo(1);
      assertThat(run.err()).contains("can't be read: it has no branch or tag gone");

      CommandRun unsigned = new CommandRun();
      assertThat(
              unsigned.execute(
                  "plan", "-t", repository.location(), "--git-allowed-signers", "" + signers))
          .isEqualTo(1);
      assertThat(unsigned.err()).contains("not signed");
      assertThat(run.out() + unsigned.out()).isEmpty();
    }
  }

  @Test
  void shouldTakeADirectoryWithATopology() throws Exception {
    Files.copy(Path.of(GOOD), dir.resolve("mesh.yaml"));

    assertThat(run.execute("plan", "-t", dir.toString())).isEqualTo(2);

    golden("plan.txt", run.out());
  }

  private static void golden(String name, String actual) {
    GoldenFile.assertMatches(Path.of("src/test/resources/golden/cli", name), actual);
  }
}
