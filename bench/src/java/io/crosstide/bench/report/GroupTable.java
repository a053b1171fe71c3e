package io.crosstide.bench.report;

import io.crosstide.bench.report.BenchRun.Scene;
import io.crosstide.bench.report.Summary.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Every figure of a group of cases: a row for each contender in each case, in Markdown. */
final class GroupTable {
  /** Stands before whoever had a run that failed. */
  static final String FAILED = "⚠ ";

  private GroupTable() {}

  /** Without the columns that are empty in the whole group. */
  static Grid of(Summary summary, List<Scene> scenes) {
    List<List<String>> rows = new ArrayList<>();
    for (Scene scene : scenes) {
      String label = Markdown.text(scene.title()) + " (" + Markdown.code(scene.name()) + ")";
      for (String contender : summary.contenders(scene.name())) {
        rows.add(row(summary, scene.name(), contender, label));
        label = "";
      }
    }
    return new Grid(header(), rows, 2).filled();
  }

  /** Whether all of it was equal, or how much was not; empty for what is no mirror. */
  static String content(Summary summary, String scenario, String contender) {
    Outcome outcome = summary.outcome(scenario, contender);
    if (outcome.failed() > 0) {
      return "**no** (" + outcome.failed() + " of " + outcome.runs() + ")";
    }
    return Contenders.isReference(contender) || !outcome.contentEqual() ? "" : "yes";
  }

  private static List<String> header() {
    List<String> header = new ArrayList<>(List.of("case", "contender"));
    for (Metric metric : Metric.values()) {
      header.add(metric.title());
      if (metric == Metric.MB_PER_SECOND) {
        header.addAll(List.of("vs MM2 tuned", "vs MM2 default", "of the floor"));
      }
    }
    header.add("content equal");
    return header;
  }

  private static List<String> row(
      Summary summary, String scenario, String contender, String label) {
    boolean failed = summary.outcome(scenario, contender).failed() > 0;
    String name = Markdown.text(Contenders.title(contender));
    List<String> row = new ArrayList<>(List.of(label, failed ? FAILED + name : name));
    for (Metric metric : Metric.values()) {
      row.add(summary.spread(scenario, contender, metric).map(Figures::withSpread).orElse(""));
      if (metric == Metric.MB_PER_SECOND) {
        row.add(throughput(summary, scenario, contender, Contenders.MM2_TUNED));
        row.add(throughput(summary, scenario, contender, Contenders.MM2_DEFAULT));
        row.add(throughput(summary, scenario, contender, Contenders.FLOOR));
      }
    }
    row.add(content(summary, scenario, contender));
    return row;
  }

  /**
   * Against another's, which is a share for the floor; empty for itself and for what is no mirror.
   */
  static String throughput(Summary summary, String scenario, String contender, String other) {
    if (contender.equals(other) || Contenders.isReference(contender)) {
      return "";
    }
    return summary.ratio(scenario, Metric.RECORDS_PER_SECOND, contender, other).stream()
        .mapToObj(other.equals(Contenders.FLOOR) ? Figures::share : Figures::ratio)
        .findFirst()
        .orElse("");
  }
}
