package io.crosstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.crosstide.GoldenFile;
import io.crosstide.git.TestRepository;
import io.crosstide.topology.TopologyReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help;

class DiffCommandTest {
  private static final String BEFORE = "src/test/resources/diff/before.yaml";
  private static final String AFTER = "src/test/resources/diff/after.yaml";
  private static final String TOPICS = "src/test/resources/diff/topics.txt";

  private final CommandRun run = new CommandRun();

  @ParameterizedTest
  @ValueSource(strings = {"text", "markdown", "json"})
  void shouldShowWhatChanges(String output) throws Exception {
    assertThat(run.execute("diff", BEFORE, AFTER, "--output", output)).isEqualTo(2);

    golden("diff." + output, run.out());
    if (output.equals("json")) {
      assertThat(new ObjectMapper().readTree(run.out()).get("secondCopy").booleanValue()).isTrue();
    }
  }

  @Test
  void shouldShowWhatChangesForAListOfTopics() {
    assertThat(run.execute("diff", BEFORE, AFTER, "--topics", TOPICS)).isEqualTo(2);

    golden("diff-topics.text", run.out());
  }

  @Test
  void shouldFindNothingBetweenEquals() {
    assertThat(run.execute("diff", BEFORE, BEFORE)).isZero();
    assertThat(run.out()).isEqualTo("nothing that the clusters would notice\n");
  }

  @Test
  void shouldSayThatClientPropertiesDifferAndNotHow(@TempDir Path dir) throws Exception {
    Path old = Files.writeString(dir.resolve("old.yaml"), withPassword("hunter1"));
    Path now = Files.writeString(dir.resolve("new.yaml"), withPassword("hunter2"));

    assertThat(run.execute("diff", old.toString(), now.toString())).isEqualTo(2);

    assertThat(run.out()).contains("other settings: client properties of the target");
    assertThat(run.out() + run.err()).doesNotContain("hunter");
  }

  @Test
  void shouldKnowAClusterByAnyOfItsBrokers(@TempDir Path dir) throws Exception {
    Path old = Files.writeString(dir.resolve("old.yaml"), from("nyc", "n1:1, n2:1"));
    Path now = Files.writeString(dir.resolve("new.yaml"), from("york", "n3:1,n2:1"));
    Path other = Files.writeString(dir.resolve("other.yaml"), from("york", "n3:1"));

    run.execute("diff", old.toString(), other.toString());
    assertThat(run.out()).doesNotContain("SECOND COPY");

    assertThat(run.execute("diff", old.toString(), now.toString())).isEqualTo(2);
    assertThat(run.out()).contains("SECOND COPY: orders, which nyc->lon has copied");
  }

  private static String from(String alias, String bootstrap) {
    return """
    clusters: { %1$s: { bootstrap: "%2$s" }, lon: { bootstrap: "l:1" } }
    flows: { %1$s->lon: { include: [orders] } }
    """
        .formatted(alias, bootstrap);
  }

  private static String withPassword(String password) {
    return """
    clusters:
      nyc: { bootstrap: "n:1" }
      lon: { bootstrap: "l:1", properties: { ssl.key.password: %s } }
    flows: { nyc->lon: {} }
    """
        .formatted(password);
  }

  @Test
  void shouldSayWhatItCannotCompare(@TempDir Path dir) throws Exception {
    Path old = Files.writeString(dir.resolve("old.yaml"), including("/(a)\\1x/"));
    Path now = Files.writeString(dir.resolve("new.yaml"), including("/(a)\\1y/"));

    assertThat(run.execute("diff", old.toString(), now.toString())).isEqualTo(2);

    assertThat(run.out()).contains("can't be compared as a set of names: give a list of topics");
  }

  private static String including(String regex) {
    return """
    clusters: { nyc: { bootstrap: "n:1" }, lon: { bootstrap: "l:1" } }
    flows: { nyc->lon: { include: ['%s'] } }
    """
        .formatted(regex);
  }

  @Test
  void shouldFailWithOneHoweverItIsCalled() {
    assertThat(run.execute("diff", BEFORE)).isEqualTo(1);
    assertThat(run.execute("diff", BEFORE, "no/such.yaml")).isEqualTo(1);
    assertThat(run.err()).contains("no/such.yaml: no such file");
  }

  @Test
  void shouldNameTheLineOfAListThatCannotBeRead(@TempDir Path dir) throws Exception {
    Path list = Files.writeString(dir.resolve("topics.txt"), "orders\nno name\n");

    assertThat(run.execute("diff", BEFORE, AFTER, "--topics", list.toString())).isEqualTo(1);

    assertThat(run.err()).contains("topics.txt:2: \"no name\" is no topic name").contains("mend:");
  }

  @Test
  void shouldCallOutASecondCopyInRedWhereThereAreColours() {
    StringWriter out = new StringWriter();

    commandLine(Path.of(""), Help.Ansi.ON, out).execute(BEFORE, AFTER);

    assertThat(out.toString().lines().filter(line -> line.contains("\u001B[31m")))
        .isNotEmpty()
        .allMatch(line -> line.contains("SECOND COPY") || line.contains("A second copy"));
    assertThat(out.toString().lines().filter(line -> line.contains("SECOND COPY")))
        .allMatch(line -> line.contains("\u001B[31m"));
  }

  @Test
  void shouldReadRevisionsOfAGitRepository(@TempDir Path dir) throws Exception {
    Files.copy(Path.of(BEFORE), dir.resolve("topology.yaml"));
    git(dir, "init", "--quiet");
    git(dir, "add", "topology.yaml");
    git(dir, "-c", "user.name=n", "-c", "user.email=e@x", "commit", "--quiet", "-m", "first");
    StringWriter out = new StringWriter();

    int code = commandLine(dir, Help.Ansi.OFF, out).execute("HEAD:topology.yaml", AFTER);

    assertThat(code).isEqualTo(2);
    golden("diff.text", out.toString());
  }

  @Test
  void shouldReadRepositoriesAsARunDoes(@TempDir Path dir) throws Exception {
    try (TestRepository repository = new TestRepository(dir)) {
      String first = repository.commit("topology.yaml", Files.readString(Path.of(BEFORE)));
      String second = repository.commit("topology.yaml", Files.readString(Path.of(AFTER)));

      int code =
          run.execute(
              "diff", repository.location() + "?ref=" + first, repository.location() + "?ref=main");

      assertThat(code).isEqualTo(2);
      golden("diff.text", run.out());
      assertThat(run.err()).contains("is at " + first, "is at " + second);
    }
  }

  @Test
  void shouldRefuseAUrlThatIsNone() {
    assertThat(run.execute("diff", BEFORE, "git+https://me:hunter2@x/y")).isEqualTo(1);

    assertThat(run.err()).contains("no user or password in the URL").doesNotContain("hunter2");
  }

  @Test
  void shouldSayWhatGitSays(@TempDir Path dir) throws Exception {
    git(dir, "init", "--quiet");
    StringWriter err = new StringWriter();
    CommandLine diff = commandLine(dir, Help.Ansi.OFF, new StringWriter());
    diff.setErr(new PrintWriter(err));
    diff.setExecutionExceptionHandler(
        (failure, commandLine, parsed) -> {
          commandLine.getErr().println(failure.getMessage());
          return 1;
        });

    assertThat(diff.execute("nothing:topology.yaml", AFTER)).isEqualTo(1);

    assertThat(err.toString()).contains("no file nothing:topology.yaml, and git says:");
  }

  private static CommandLine commandLine(Path directory, Help.Ansi ansi, StringWriter out) {
    return new CommandLine(new DiffCommand(TopologyReader::read, directory))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(Help.defaultColorScheme(ansi))
        .setOut(new PrintWriter(out));
  }

  private static void git(Path dir, String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process git = new ProcessBuilder(command).directory(dir.toFile()).inheritIO().start();
    assertThat(git.waitFor()).isZero();
  }

  private static void golden(String name, String actual) {
    GoldenFile.assertMatches(Path.of("src/test/resources/golden/cli", name), actual);
  }
}
