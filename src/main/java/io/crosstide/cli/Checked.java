package io.crosstide.cli;

import io.crosstide.topology.Problem;
import io.crosstide.topology.ReadResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** A topology file and what came of reading it, in words for people and for machines. */
record Checked(String file, ReadResult result) {
  boolean usable() {
    return result.topology().isPresent();
  }

  /** Every problem, then one line that sums up. */
  String text(CommandLine commandLine) {
    Ansi ansi = commandLine.getColorScheme().ansi();
    StringBuilder text = new StringBuilder();
    result.problems().forEach(problem -> text.append(problem.format()).append('\n'));
    text.append(file).append(": ");
    // Markup is put around words of ours alone: a file name may hold anything.
    text.append(ansi.string(usable() ? "@|green ok|@" : "@|red not usable|@"));
    result
        .topology()
        .ifPresent(
            topology ->
                text.append(", ")
                    .append(Counted.of(topology.clusters().size(), "cluster"))
                    .append(", ")
                    .append(Counted.of(topology.flows().size(), "flow")));
    appendIfAny(text, Problem.Severity.ERROR, "error");
    appendIfAny(text, Problem.Severity.WARNING, "warning");
    return text.append('\n').toString();
  }

  static String json(List<Checked> files) {
    return Json.pretty(Map.of("files", files.stream().map(Checked::fields).toList()));
  }

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", file);
    fields.put("usable", usable());
    result
        .topology()
        .ifPresent(
            topology -> {
              fields.put("clusters", topology.clusters().size());
              fields.put("flows", topology.flows().size());
            });
    fields.put("problems", result.problems().stream().map(Checked::fields).toList());
    return fields;
  }

  private static Map<String, Object> fields(Problem problem) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("severity", problem.severity().name().toLowerCase(Locale.ROOT));
    fields.put("line", problem.line());
    fields.put("column", problem.column());
    fields.put("path", problem.path());
    fields.put("message", problem.message());
    fields.put("mend", problem.mend());
    return fields;
  }

  private void appendIfAny(StringBuilder text, Problem.Severity severity, String noun) {
    long count =
        result.problems().stream().filter(problem -> problem.severity() == severity).count();
    if (count > 0) {
      text.append(", ").append(Counted.of(count, noun));
    }
  }
}
