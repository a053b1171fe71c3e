package io.crosstide.bench.report;

import static java.util.stream.Collectors.joining;

import io.crosstide.bench.report.BeforeAndAfter.Change;
import io.crosstide.bench.report.BeforeAndAfter.Verdict;
import io.crosstide.bench.report.BenchRun.Scene;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The run as a document for people, in Markdown. */
public final class MarkdownReport {
  private final Summary summary;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(Summary summary) {
    this.summary = summary;
  }

  public static String of(Summary summary) {
    return of(summary, "");
  }

  /**
   * With the chart in it.
   *
   * @param chart where the chart is, seen from the document; empty for none
   */
  public static String of(Summary summary, String chart) {
    MarkdownReport report = new MarkdownReport(summary);
    report.paragraph("# Crosstide benchmark");
    report.paragraph("Started " + summary.run().startedAt() + ".");
    report.failures();
    report.notMeasured();
    report.machine();
    report.howToRead();
    if (!chart.isEmpty()) {
      report.paragraph("![The figures as bars](<" + chart + ">)");
    }
    report.atAGlance();
    BeforeAndAfter.of(summary).forEach(report::beforeAndAfter);
    summary.groups().forEach(report::group);
    report.settings();
    return report.text.toString().stripTrailing() + "\n";
  }

  private void failures() {
    int runs = summary.run().measurements().size();
    int failed = summary.failures().size();
    if (failed == 0) {
      if (runs > 0) {
        paragraph(
            "All %d runs came to their end, and every target held what its source held."
                .formatted(runs));
      }
      return;
    }
    paragraph("## " + GroupTable.FAILED + failed + " of " + runs + " runs failed");
    paragraph(
        """
        The target did not hold what the source held, or the run came to no end.
        What these runs measured is in the figures below all the same; ⚠ marks them.\
        """);
    for (Failure one : Failure.of(summary)) {
      line(
          "- %s, %s, %s: %s"
              .formatted(
                  Markdown.code(one.scenario()),
                  contender(one.contender()),
                  one.roundsText(),
                  Markdown.text(one.problem())));
    }
    line("");
  }

  private void notMeasured() {
    List<Scene> scenes = summary.notMeasured();
    if (scenes.isEmpty()) {
      return;
    }
    paragraph("## " + GroupTable.FAILED + "Not measured");
    scenes.forEach(scene -> line("- " + title(scene) + " (" + Markdown.code(scene.name()) + ")"));
    line("");
  }

  private void machine() {
    paragraph("## Machine and command");
    List<List<String>> rows =
        summary.run().machine().entrySet().stream()
            .map(entry -> List.of(Markdown.text(entry.getKey()), Markdown.text(entry.getValue())))
            .toList();
    if (!rows.isEmpty()) {
      table(new Grid(List.of("machine", ""), rows, 2));
    }
    paragraph(Markdown.block("sh", summary.run().command()));
  }

  private void howToRead() {
    line(
        summary.rounds() > 1
            ? "Each figure is the median of %s, the lowest and the highest in brackets."
                .formatted(summary.roundsText())
            : "Each figure is of one round, so nothing shows how far it may stray.");
    line(
        """
        MB and GB are 10^6 and 10^9 bytes of values as the application wrote them, before compression.
        A ratio is a median over a median: above 1× is better for throughput, below 1× for all else.\
        """);
    if (summary.contenders().contains(Contenders.FLOOR)) {
      line(
          """
          The floor fetches to nowhere and produces prepared batches at the same time, with nothing \
          in between.\
          """);
    }
    if (summary.contenders().contains(Contenders.DIRECT)) {
      line("Direct is produce and consume through one broker, without a mirror.");
    }
    line("");
  }

  private void atAGlance() {
    List<Headline> headlines = List.of(Headline.values());
    List<String> header = new ArrayList<>(List.of("case"));
    headlines.forEach(headline -> header.add(headline.title()));
    header.add("content equal");
    List<List<String>> rows = new ArrayList<>();
    for (Scene scene : summary.cases()) {
      String name = scene.name();
      if (summary.contenders(name).contains(Contenders.CROSSTIDE)) {
        List<String> row = new ArrayList<>(List.of(title(scene)));
        headlines.forEach(headline -> row.add(headline.text(summary, name).orElse("")));
        row.add(GroupTable.content(summary, name, Contenders.CROSSTIDE));
        rows.add(row);
      }
    }
    if (!rows.isEmpty()) {
      paragraph("## Crosstide at a glance");
      table(new Grid(header, rows, 1).filled());
    }
  }

  private void beforeAndAfter(BeforeAndAfter comparison) {
    paragraph("## Before and after");
    String verdicts =
        Arrays.stream(Verdict.values())
            .filter(verdict -> comparison.count(verdict) > 0)
            .map(verdict -> comparison.count(verdict) + " " + verdict.title())
            .collect(joining(", "));
    paragraph(
        """
        From %s to this revision: %s.
        Within the spread means that the rounds of the two overlap: it may be chance.\
        """
            .formatted(contender(comparison.before()), verdicts.isEmpty() ? "nothing" : verdicts));
    List<List<String>> rows = new ArrayList<>();
    String above = "";
    for (Change change : comparison.changes()) {
      String label = title(change.scene());
      rows.add(row(change, label.equals(above) ? "" : label));
      above = label;
    }
    if (!rows.isEmpty()) {
      table(new Grid(List.of("case", "metric", "before", "after", "change", ""), rows, 2));
    }
  }

  private static List<String> row(Change change, String label) {
    Verdict verdict = change.verdict();
    boolean telling = verdict == Verdict.BETTER || verdict == Verdict.WORSE;
    return List.of(
        label,
        change.metric().title(),
        Figures.withSpread(change.before()),
        Figures.withSpread(change.after()),
        change.percent().map(Figures::change).orElse(""),
        telling ? "**" + verdict.title() + "**" : verdict.title());
  }

  private void group(String name, List<Scene> scenes) {
    paragraph("## " + Markdown.text(name));
    Grid grid = GroupTable.of(summary, scenes);
    if (grid.rows().isEmpty()) {
      paragraph("Nothing was measured.");
    } else {
      table(grid);
    }
  }

  private void settings() {
    if (summary.run().settings().isEmpty()) {
      return;
    }
    paragraph("## Settings");
    summary
        .run()
        .settings()
        .forEach(
            (contender, settings) -> {
              paragraph("### " + contender(contender));
              paragraph(
                  settings.isEmpty() ? "None." : Markdown.block("properties", lines(settings)));
            });
  }

  private static String lines(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(setting -> setting.getKey() + "=" + setting.getValue())
        .collect(joining("\n"));
  }

  private static String title(Scene scene) {
    return Markdown.text(scene.title());
  }

  private static String contender(String name) {
    return Markdown.text(Contenders.title(name));
  }

  private void table(Grid grid) {
    paragraph(Markdown.table(grid));
  }

  private void paragraph(String markdown) {
    line(markdown.stripTrailing());
    line("");
  }

  private void line(String markdown) {
    text.append(markdown).append('\n');
  }
}
