package io.crosstide.bench.report;

import io.crosstide.bench.report.BenchRun.Scene;
import io.crosstide.bench.report.Svg.Box;
import io.crosstide.bench.report.Svg.Stroke;
import io.crosstide.bench.report.Svg.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The run as one picture, in SVG. Each panel of each case has a linear scale of its own from zero,
 * because figures of different cases are apart by orders of magnitude; values are printed.
 */
public final class ChartReport {
  static final int WIDTH = 1200;
  private static final int RIGHT = WIDTH - CaseChart.MARGIN;
  private static final int LEGEND_ROW = 22;
  private static final int NOTE_ROW = 16;

  private static final Type TITLE = new Type(22, true, Svg.INK);
  private static final Type GROUP = new Type(15, true, Svg.INK);
  private static final Type HEAD = new Type(12, true, Svg.INK);
  private static final Type NOTE = new Type(11, false, Svg.FAINT);
  private static final Type LEGEND = new Type(12, false, Svg.INK);
  private static final Type WARNING = new Type(13, true, Svg.ALARM);

  private final Summary summary;
  private final Palette palette;
  private final Svg svg = new Svg();
  private double x;
  private double y;

  private ChartReport(Summary summary) {
    this.summary = summary;
    this.palette = new Palette(summary.contenders());
  }

  public static String of(Summary summary) {
    ChartReport chart = new ChartReport(summary);
    chart.head();
    chart.legend();
    chart.summary.groups().forEach(chart::group);
    chart.foot();
    return chart.svg.document(WIDTH, chart.y, "Crosstide benchmark, " + summary.run().startedAt());
  }

  private void head() {
    y = 46;
    svg.text(CaseChart.MARGIN, y, "Crosstide benchmark", TITLE);
    y += 10;
    notes(
        (summary.rounds() > 1
                ? "Bars and values are medians of " + summary.roundsText() + ". "
                : "One round. ")
            + "The scale is linear from 0, and its own in each case and column: compare bars within"
            + " a case.");
    int failed = summary.failures().size();
    if (failed > 0) {
      y += 24;
      int runs = summary.run().measurements().size();
      svg.cross(CaseChart.MARGIN + 5, y - 5, 9);
      svg.text(CaseChart.MARGIN + 16, y, failed + " of " + runs + " runs failed", WARNING);
    }
    y += 26;
  }

  private void legend() {
    x = CaseChart.MARGIN;
    for (String contender : summary.contenders()) {
      String title = Contenders.title(contender);
      double at = legendEntry(title);
      if (Contenders.isReference(contender)) {
        svg.down(at + 6, y - 11, y + 2, new Stroke(Svg.INK, 2, ""));
      } else {
        svg.bar(new Box(at, y - 10, 12, 12), palette.of(contender), title);
      }
    }
    if (summary.rounds() > 1) {
      double at = legendEntry("lowest to highest round");
      svg.across(at, at + 12, y - 4, Stroke.thin(Svg.INK));
      svg.down(at, y - 8, y, Stroke.thin(Svg.INK));
      svg.down(at + 12, y - 8, y, Stroke.thin(Svg.INK));
    }
    if (!summary.failures().isEmpty()) {
      double at = legendEntry("content not equal, or came to no end");
      svg.cross(at + 6, y - 4, 8);
    }
    y += 12;
  }

  /** Writes the text and returns where its sign goes; begins a new row when this one is full. */
  private double legendEntry(String text) {
    double width = 18 + LEGEND.widthOf(text) + 18;
    if (x + width > RIGHT && x > CaseChart.MARGIN) {
      x = CaseChart.MARGIN;
      y += LEGEND_ROW;
    }
    double at = x;
    svg.text(at + 18, y, text, LEGEND);
    x += width;
    return at;
  }

  private void group(String name, List<Scene> scenes) {
    List<Panel> panels = Panel.filled(summary, scenes);
    List<Scene> drawn = scenes.stream().filter(scene -> isToDraw(scene, panels)).toList();
    if (drawn.isEmpty()) {
      return;
    }
    y += 14;
    svg.across(CaseChart.MARGIN, RIGHT, y, new Stroke(Svg.INK, 1.5, ""));
    y += 26;
    svg.text(CaseChart.MARGIN, y, GROUP.cut(name, RIGHT - CaseChart.MARGIN), GROUP);
    y += 24;
    CaseChart chart = new CaseChart(summary, palette, svg, panels);
    for (int i = 0; i < panels.size(); i++) {
      svg.text(chart.left(i), y, panels.get(i).title(), HEAD);
      svg.text(chart.left(i), y + 15, panels.get(i).subtitle(), NOTE);
    }
    y += 24;
    for (Scene scene : drawn) {
      y = chart.draw(scene, y);
    }
  }

  /** A case without a figure for any panel, unless something is wrong with it. */
  private boolean isToDraw(Scene scene, List<Panel> panels) {
    List<String> contenders = summary.contenders(scene.name());
    return contenders.isEmpty()
        || contenders.stream()
            .anyMatch(
                contender ->
                    summary.outcome(scene.name(), contender).failed() > 0
                        || panels.stream()
                            .anyMatch(
                                panel ->
                                    summary
                                        .spread(scene.name(), contender, panel.metric())
                                        .isPresent()));
  }

  private void foot() {
    y += 4;
    svg.across(CaseChart.MARGIN, RIGHT, y, Stroke.thin(Svg.RULE));
    y += 4;
    String machine =
        summary.run().machine().entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(" · "));
    notes(summary.run().startedAt() + (machine.isEmpty() ? "" : " · " + machine));
    y += CaseChart.MARGIN;
  }

  private void notes(String text) {
    List<String> words = new ArrayList<>(List.of(text.strip().split("\\s+")));
    String line = words.removeFirst();
    for (String word : words) {
      if (NOTE.widthOf(line + " " + word) > RIGHT - CaseChart.MARGIN) {
        note(line);
        line = word;
      } else {
        line += " " + word;
      }
    }
    note(line);
  }

  private void note(String line) {
    y += NOTE_ROW;
    svg.text(CaseChart.MARGIN, y, line, NOTE);
  }
}
