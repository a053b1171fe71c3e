package io.crosstide.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The workflows and their scripts. actionlint, in CI, knows more of them. */
@DisabledOnOs(OS.WINDOWS)
class WorkflowsTest {
  private static final Path FOLDER = Path.of(".github/workflows");
  private static final Path SCRIPTS = Path.of(".github/scripts").toAbsolutePath();

  @TempDir private Path dir;

  static List<Path> workflows() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.sorted().toList();
    }
  }

  @Test
  void shouldShipOneForEachPurpose() throws IOException {
    assertThat(workflows().stream().map(file -> file.getFileName().toString()))
        .contains("ci.yml", "codeql.yml", "nightly.yml", "release.yml");
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void shouldKeepToThePolicy(Path file) throws IOException {
    assertThat(WorkflowPolicy.violations(read(file))).isEmpty();
  }

  static Stream<Arguments> breaks() {
    return Stream.of(
        all("other permissions", ci -> ci.put("permissions", Map.of("contents", "write"))),
        all("other permissions", ci -> ci.remove("permissions")),
        all("beside itself", ci -> ci.remove("concurrency")),
        all("foreign code", ci -> triggers(ci).put("pull_request_target", Map.of())),
        job("for hours", job -> job.remove("timeout-minutes")),
        job("runs nowhere", job -> job.remove("runs-on")),
        job("nobody granted", job -> job.put("permissions", Map.of("contents", "write"))),
        step("no fixed version", step -> step.put("uses", "actions/setup-java@main")),
        step("no fixed version", step -> step.put("uses", "actions/setup-java")),
        step("no fixed version", step -> step.put("uses", "docker://rhysd/actionlint:latest")),
        step("leaves a token", step -> step.put("uses", "actions/checkout@v4")),
        step("does nothing", Map::clear),
        run("stranger", "echo ${{ github.event.pull_request.title }}"),
        run("stranger", "echo ${{ github.head_ref }}"),
        run("not there", "./crosstyde test"),
        run("not there", "sh .github/scripts/nothing"),
        run("not there", "kubectl kustomize deploy/kustomize/sites/par"),
        run("a test that is not", "./mvnw test -Dtest=NoSuchTest"),
        run("a profile that is not", "./mvnw -Pnosuch package"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("breaks")
  void shouldSee(String complaint, Consumer<Map<String, Object>> breaking) throws IOException {
    Manifest workflow = read(FOLDER.resolve("ci.yml"));

    breaking.accept(workflow.fields());

    assertThat(WorkflowPolicy.violations(workflow)).singleElement().asString().contains(complaint);
  }

  @Test
  void shouldKeepDependenciesFresh() throws IOException {
    Manifest dependabot = read(Path.of(".github/dependabot.yml"));

    assertThat(dependabot.maps("updates").stream().map(one -> one.get("package-ecosystem")))
        .containsExactlyInAnyOrder("maven", "github-actions", "docker");
  }

  @Test
  void shouldTakeReleaseNotesFromTheChangelog() throws IOException {
    Path script = scriptCopy("release-notes");
    Files.writeString(
        dir.resolve("pom.xml"),
        "<project>\n<artifactId>crosstide</artifactId>\n<version>0.2.0</version>\n</project>");
    Files.writeString(
        dir.resolve("CHANGELOG.md"), "# Changelog\n\n## 0.2.0\n\n- New.\n\n## 0.1.0\n\n- Old.\n");

    assertThat(Tools.run(dir, script.toString(), "v0.2.0"))
        .contains("- New.")
        .doesNotContain("Old");
    assertThatThrownBy(() -> Tools.run(dir, script.toString(), "v0.1.0"))
        .hasMessageContaining("the tag says 0.1.0 and pom.xml says 0.2.0");
    Files.writeString(dir.resolve("CHANGELOG.md"), "# Changelog\n\n## 0.1.0\n\n- Old.\n");
    assertThatThrownBy(() -> Tools.run(dir, script.toString(), "v0.2.0"))
        .hasMessageContaining("nothing under '## 0.2.0'");
  }

  @Test
  void shouldSayWhenTheBenchmarkFalls() throws IOException {
    assumeTrue(Tools.onPath("jq"), "jq is not on the PATH");
    String script = SCRIPTS.resolve("bench-trend").toString();
    for (int run = 1; run <= 4; run++) {
      assertThat(Tools.run(dir, script, results(0.5 + 0.01 * run), "trend.jsonl", "r" + run))
          .contains("| r" + run + " | lz4-64k | " + (0.5 + 0.01 * run) + " | 3 |  | 190 | 6.5 |")
          .doesNotContain("fell");
    }

    assertThatThrownBy(() -> Tools.run(dir, script, results(0.3), "trend.jsonl", "r5"))
        .hasMessageContaining("but was: 1");
    assertThat(Files.readAllLines(dir.resolve("trend.jsonl"))).hasSize(5);
  }

  private String results(double fraction) throws IOException {
    Path file = dir.resolve("results.json");
    Files.writeString(
        file,
        """
        {"startedAt": "2026-11-24T02:17:00Z", "cases": [{"name": "lz4-64k", "fraction_of_floor": %s,
          "throughput_vs_mm2_tuned": 3, "cpu_per_gb_vs_mm2_tuned": null, "rss_mb": 190,
          "latency_p99_ms": 6.5, "content_equal": true}]}
        """
            .formatted(fraction));
    return file.toString();
  }

  private Path scriptCopy(String name) throws IOException {
    Path copy = dir.resolve(".github/scripts").resolve(name);
    Files.createDirectories(copy.getParent());
    Files.copy(SCRIPTS.resolve(name), copy, StandardCopyOption.COPY_ATTRIBUTES);
    return copy;
  }

  private static Manifest read(Path file) throws IOException {
    return Manifest.parse(Files.readString(file)).getFirst();
  }

  private static Arguments all(String complaint, Consumer<Map<String, Object>> breaking) {
    return Arguments.of(complaint, breaking);
  }

  private static Map<String, Object> triggers(Map<String, Object> workflow) {
    return Manifest.fieldsOf(((Map<?, ?>) workflow).get(true));
  }

  private static Arguments job(String complaint, Consumer<Map<String, Object>> breaking) {
    return all(
        complaint,
        ci -> breaking.accept(Manifest.fieldsOf(Manifest.fieldsOf(ci.get("jobs")).get("verify"))));
  }

  /** Breaks a step of its own, at the end of the job. */
  private static Arguments step(String complaint, Consumer<Map<String, Object>> breaking) {
    return job(
        complaint,
        job -> {
          Map<String, Object> step = new HashMap<>();
          breaking.accept(step);
          Manifest.listOf(job.get("steps")).add(step);
        });
  }

  private static Arguments run(String complaint, String command) {
    return step(complaint, step -> step.put("run", command));
  }
}
