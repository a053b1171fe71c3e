package io.crosstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.git.TestRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code crosstide run} begins with. */
class FirstRevisionTest {
  private static final String GOOD =
      """
      clusters: {nyc: {bootstrap: "nyc:9092"}, lon: {bootstrap: "lon:9092"}}
      flows: {nyc->lon: , lon->nyc: }
      """;

  @TempDir Path dir;

  @Test
  void shouldBeginWithTheNewestCommit() {
    try (var repository = new TestRepository(dir.resolve("repository"))) {
      repository.commit("topology.yaml", GOOD);
      CommandRun run = new CommandRun();

      assertThat(run.execute("run", "-t", repository.location(), "-f", "all")).isZero();

      assertThat(run.events()).contains("prepare nyc->lon lon->nyc");
    }
  }

  @Test
  void shouldBeginWithTheLastGoodRevisionWhenGitIsAway() throws IOException {
    String location;
    try (var repository = new TestRepository(dir.resolve("repository"))) {
      location = repository.location();
      String commit = repository.commit("topology.yaml", GOOD);
      assertThat(run(new CommandRun(), location)).isZero();
      Files.move(repository.directory(), dir.resolve("away"));
      CommandRun again = new CommandRun();

      assertThat(run(again, location)).isZero();

      assertThat(again.events()).contains("prepare nyc->lon lon->nyc");
      assertThat(again.err())
          .contains("can't be read")
          .contains("begins with the last good revision, " + commit);
    }
  }

  @Test
  void shouldBeginWithTheLastGoodRevisionWhenTheNewestIsBad() {
    try (var repository = new TestRepository(dir.resolve("repository"))) {
      String good = repository.commit("topology.yaml", GOOD);
      assertThat(run(new CommandRun(), repository.location())).isZero();
      repository.commit("topology.yaml", GOOD.replace("flows", "flws"));
      CommandRun again = new CommandRun();

      assertThat(run(again, repository.location())).isZero();

      assertThat(again.events()).contains("prepare nyc->lon lon->nyc");
      assertThat(again.err())
          .contains("topology.yaml:2:1 flws")
          .contains("begins with the last good revision, " + good);
    }
  }

  @Test
  void shouldStartNothingWhenThereWasNeverAGoodRevision() {
    CommandRun run = new CommandRun();

    assertThat(run(run, "git+file://" + dir.resolve("nowhere"))).isEqualTo(1);

    assertThat(run.err()).contains("can't be read").contains("nothing was started");
    assertThat(run.events()).isEmpty();
  }

  @Test
  void shouldSayWhatIsWrongWithALocation() {
    CommandRun run = new CommandRun();

    assertThat(run(run, "git+http://h.example/r.git")).isEqualTo(2);

    assertThat(run.err()).contains("--topology: git+http is not known");
  }

  @Test
  void shouldWantATokenThatIsNotGuessed() throws IOException {
    Path token = Files.writeString(dir.resolve("token"), "short\n");
    Path topology = Files.writeString(dir.resolve("topology.yaml"), GOOD);
    CommandRun run = new CommandRun();

    assertThat(
            run.execute(
                "run", "-t", topology.toString(), "-f", "all", "--refresh-token", token.toString()))
        .isEqualTo(2);

    assertThat(run.err()).contains("less than 16 characters").doesNotContain("short");
    assertThat(run.events()).isEmpty();
  }

  private int run(CommandRun run, String location) {
    return run.execute(
        "run", "-t", location, "-f", "all", "--topology-cache", dir.resolve("cache").toString());
  }
}
