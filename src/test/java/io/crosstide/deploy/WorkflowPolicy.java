package io.crosstide.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What every workflow must keep to, and in which words it is told that it does not. */
final class WorkflowPolicy {
  private static final Pattern ACTION = Pattern.compile("[\\w.-]+(/[\\w.-]+)+@v[0-9]+(\\.[0-9]+)*");
  private static final Pattern IMAGE = Pattern.compile("docker://[\\w./-]+:v?[0-9][\\w.-]*");

  /** Words in commands that are files of the project. */
  private static final Pattern FILE =
      Pattern.compile("(?:^|[\\s>])((?:\\./|\\.github/|\\.ci/|deploy/)[\\w./-]*\\w)");

  private static final Pattern TEST = Pattern.compile("-Dtest=(\\w+)");
  private static final Pattern PROFILE = Pattern.compile("(?:^|\\s)-P(\\w+)");

  /** What somebody who opens a pull request may choose, and a shell would take for commands. */
  private static final Pattern FOREIGN_TEXT =
      Pattern.compile("\\$\\{\\{[^}]*(github\\.event\\.|github\\.head_ref|github\\.ref_name)");

  /** The jobs that may do more than read, and what. */
  private static final Map<String, Map<String, String>> MAY =
      Map.of(
          "release.build", Map.of("contents", "read", "packages", "write"),
          "release.publish",
              Map.of(
                  "contents", "read",
                  "packages", "write",
                  "id-token", "write",
                  "attestations", "write"),
          "release.announce", Map.of("contents", "write"),
          "codeql.analyze", Map.of("contents", "read", "security-events", "write"));

  private static final Set<String> PUBLIC_TRIGGERS = Set.of("pull_request_target", "workflow_run");

  private final List<String> violations = new ArrayList<>();
  private final Manifest workflow;

  private WorkflowPolicy(Manifest workflow) {
    this.workflow = workflow;
  }

  /** What is wrong with a workflow; empty when nothing is. */
  static List<String> violations(Manifest workflow) {
    WorkflowPolicy policy = new WorkflowPolicy(workflow);
    policy.head();
    policy.workflow.map("jobs").forEach((name, job) -> policy.job(name, Manifest.fieldsOf(job)));
    return policy.violations;
  }

  private void head() {
    expect(!workflow.text("name").isEmpty(), "has no name");
    expect(
        workflow.map("permissions").equals(Map.of("contents", "read")),
        "has other permissions for all jobs than to read");
    expect(workflow.at("concurrency").isPresent(), "may run beside itself");
    // YAML 1.1 takes the key "on" for true.
    Object triggers = ((Map<?, ?>) workflow.fields()).get(true);
    expect(triggers instanceof Map<?, ?>, "has no triggers");
    if (triggers instanceof Map<?, ?> map) {
      expect(
          map.keySet().stream().noneMatch(PUBLIC_TRIGGERS::contains),
          "runs foreign code with rights of its own");
    }
    expect(!workflow.map("jobs").isEmpty(), "has no jobs");
  }

  private void job(String name, Map<String, Object> fields) {
    Manifest job = new Manifest(fields);
    String where = workflow.text("name") + "." + name;
    expect(job.at("timeout-minutes").isPresent(), name + " may run for hours");
    expect(job.at("runs-on").isPresent(), name + " runs nowhere");
    expect(
        job.at("permissions").map(given -> given.equals(MAY.get(where))).orElse(true),
        name + " has permissions that nobody granted");
    Manifest matrix = new Manifest(job.map("strategy", "matrix"));
    job.maps("steps").forEach(step -> step(name, new Manifest(step), matrix));
  }

  private void step(String job, Manifest step, Manifest matrix) {
    String uses = step.text("uses");
    String run = step.text("run");
    expect(uses.isEmpty() != run.isEmpty(), job + " has a step that does nothing, or two things");
    if (!uses.isEmpty()) {
      expect(
          ACTION.matcher(uses).matches() || IMAGE.matcher(uses).matches(),
          job + " uses no fixed version: " + uses);
    }
    if (uses.startsWith("actions/checkout@")) {
      expect(
          step.at("with", "persist-credentials").orElse(true).equals(false),
          job + " leaves a token in the work tree");
    }
    expect(!FOREIGN_TEXT.matcher(run).find(), job + " runs what a stranger may have written");
    run(job, run);
    String dockerfile = step.text("with", "file");
    if (!dockerfile.isEmpty()) {
      kinds(matrix).forEach(kind -> there(job, dockerfile.replace("${{ matrix.kind }}", kind)));
    }
  }

  private void run(String job, String run) {
    Matcher file = FILE.matcher(run);
    while (file.find()) {
      there(job, file.group(1));
    }
    Matcher test = TEST.matcher(run);
    while (test.find()) {
      expect(
          JavaFiles.named(test.group(1)) == 1, job + " runs a test that is not: " + test.group(1));
    }
    Matcher profile = PROFILE.matcher(run);
    while (profile.find()) {
      expect(
          JavaFiles.text(Path.of("pom.xml")).contains("<id>" + profile.group(1) + "</id>"),
          job + " wants a profile that is not: " + profile.group(1));
    }
  }

  @SuppressWarnings("unchecked")
  private static List<String> kinds(Manifest matrix) {
    return (List<String>) matrix.at("kind").orElse(List.of(""));
  }

  private void there(String job, String file) {
    boolean command = file.startsWith("./") || file.startsWith(".github/scripts/");
    expect(
        command ? Files.isExecutable(Path.of(file)) : Files.exists(Path.of(file)),
        job + " wants a file that is not there or can't be run: " + file);
  }

  private void expect(boolean holds, String otherwise) {
    if (!holds) {
      violations.add(workflow.text("name") + ": " + otherwise);
    }
  }
}
