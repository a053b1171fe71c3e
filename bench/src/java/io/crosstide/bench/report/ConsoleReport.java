package io.crosstide.bench.report;

import io.crosstide.bench.report.BenchRun.Scene;
import io.crosstide.bench.report.Summary.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Medians alone, for the terminal after a run. What failed comes last, where the eye is. */
public final class ConsoleReport {
  private static final String GAP = "  ";

  private static final List<Metric> FIGURES =
      List.of(
          Metric.CPU_SECONDS_PER_GB,
          Metric.PEAK_RSS_MB,
          Metric.FIRST_RECORD_SECONDS,
          Metric.IDLE_CPU_PERCENT,
          Metric.LATENCY_P99_MS);

  private ConsoleReport() {}

  public static String of(Summary summary) {
    List<List<String>> rows = new ArrayList<>();
    for (Scene scene : summary.cases()) {
      String label = scene.name();
      for (String contender : summary.contenders(scene.name())) {
        rows.add(row(summary, scene.name(), contender, label));
        label = "";
      }
    }
    StringBuilder text = new StringBuilder();
    if (!rows.isEmpty()) {
      write(new Grid(header(), rows, 2).filled(), text);
      text.append('\n');
    }
    end(summary, text);
    return text.toString();
  }

  private static List<String> header() {
    List<String> header = new ArrayList<>(List.of("case", "contender"));
    header.addAll(List.of("MB/s", "vs MM2 tuned", "of the floor"));
    FIGURES.forEach(metric -> header.add(metric.title()));
    header.add("content");
    return header;
  }

  private static List<String> row(
      Summary summary, String scenario, String contender, String label) {
    List<String> row = new ArrayList<>(List.of(label, Contenders.title(contender)));
    row.add(median(summary, scenario, contender, Metric.MB_PER_SECOND));
    row.add(GroupTable.throughput(summary, scenario, contender, Contenders.MM2_TUNED));
    row.add(GroupTable.throughput(summary, scenario, contender, Contenders.FLOOR));
    FIGURES.forEach(metric -> row.add(median(summary, scenario, contender, metric)));
    Outcome outcome = summary.outcome(scenario, contender);
    String equal = Contenders.isReference(contender) ? "" : "equal";
    row.add(outcome.failed() > 0 ? "FAILED" : equal);
    return row;
  }

  private static String median(Summary summary, String scenario, String contender, Metric metric) {
    return summary
        .spread(scenario, contender, metric)
        .map(spread -> Figures.value(spread.median()))
        .orElse("");
  }

  private static void end(Summary summary, StringBuilder text) {
    int runs = summary.run().measurements().size();
    int failed = summary.failures().size();
    text.append("%d runs, %s, ".formatted(runs, summary.roundsText()))
        .append(failed == 0 ? "none failed" : failed + " FAILED")
        .append('\n');
    for (Failure one : Failure.of(summary)) {
      text.append("FAILED: %s, %s, ".formatted(one.scenario(), Contenders.title(one.contender())))
          .append(one.roundsText() + ": " + one.problem() + "\n");
    }
    summary
        .notMeasured()
        .forEach(scene -> text.append("NOT MEASURED: %s\n".formatted(scene.name())));
  }

  private static void write(Grid grid, StringBuilder text) {
    int[] widths = new int[grid.header().size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Stream.concat(Stream.of(grid.header()), grid.rows().stream())
              .mapToInt(row -> row.get(column).length())
              .max()
              .orElse(0);
    }
    writeRow(grid.header(), widths, grid.labels(), text);
    grid.rows().forEach(row -> writeRow(row, widths, grid.labels(), text));
  }

  private static void writeRow(List<String> row, int[] widths, int labels, StringBuilder text) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String fill = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? "" : GAP).append(i < labels ? row.get(i) + fill : fill + row.get(i));
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }
}
