package io.crosstide.bench.report;

import io.crosstide.bench.report.BenchRun.Scene;
import io.crosstide.bench.report.Svg.Box;
import io.crosstide.bench.report.Svg.Stroke;
import io.crosstide.bench.report.Svg.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One case of the chart: a row for each contender, the same in every panel. What is no mirror has
 * no bar but a mark, drawn through the rows above, to see how far they are from it.
 */
final class CaseChart {
  static final int MARGIN = 24;
  private static final int FIRST_PANEL = 204;
  private static final int WIDEST_PANEL = 324;

  /** Beside the longest bar, for its value. */
  private static final int VALUE = 78;

  private static final int BAR_HEIGHT = 13;
  private static final int ROW = 20;
  private static final int TITLE = 28;
  private static final int GAP = 20;
  private static final int NAME = MARGIN + 16;

  private static final Type CASE = new Type(13, true, Svg.INK);
  private static final Type LABEL = new Type(12, false, Svg.INK);
  private static final Type OURS = new Type(12, true, Svg.INK);
  private static final Type REFERENCE = new Type(12, false, Svg.FAINT);
  private static final Stroke HALO = new Stroke("#ffffff", 3.4, "");
  private static final Stroke WHISKER = new Stroke(Svg.INK, 1.3, "");
  private static final Stroke MARK = new Stroke(Svg.INK, 2, "");
  private static final Stroke GUIDE = new Stroke(Svg.INK, 1.2, "4 3");

  private final Summary summary;
  private final Palette palette;
  private final Svg svg;
  private final List<Panel> panels;

  CaseChart(Summary summary, Palette palette, Svg svg, List<Panel> panels) {
    this.summary = summary;
    this.palette = palette;
    this.svg = svg;
    this.panels = panels;
  }

  /** Where a panel begins, counted from 0. */
  double left(int panel) {
    return FIRST_PANEL + panel * panelWidth();
  }

  private double panelWidth() {
    double room = ChartReport.WIDTH - MARGIN - FIRST_PANEL;
    return Math.min(WIDEST_PANEL, room / Math.max(1, panels.size()));
  }

  /** Draws it from {@code top} on and returns where it ends. */
  double draw(Scene scene, double top) {
    svg.text(MARGIN, top + 14, CASE.cut(scene.title(), ChartReport.WIDTH - 2.0 * MARGIN), CASE);
    List<String> contenders = summary.contenders(scene.name());
    if (contenders.isEmpty()) {
      svg.cross(MARGIN + 5, top + TITLE + 9, 8);
      svg.text(NAME, top + TITLE + 13, "not measured", LABEL);
      return top + TITLE + ROW + GAP;
    }
    double y = top + TITLE;
    for (String contender : contenders) {
      name(scene, contender, y);
      y += ROW;
    }
    for (int i = 0; i < panels.size(); i++) {
      Map<String, Spread> spreads = spreads(scene, panels.get(i));
      if (!spreads.isEmpty()) {
        new Strip(panels.get(i), contenders, spreads, left(i), top + TITLE).draw();
      }
    }
    return y + GAP;
  }

  private void name(Scene scene, String contender, double y) {
    Type type = type(contender);
    if (summary.outcome(scene.name(), contender).failed() > 0) {
      svg.cross(MARGIN + 5, y + ROW / 2.0, 8);
    }
    String title = type.cut(Contenders.title(contender), FIRST_PANEL - NAME - 4.0);
    svg.text(NAME, y + 14, title, type);
  }

  private static Type type(String contender) {
    if (contender.equals(Contenders.CROSSTIDE)) {
      return OURS;
    }
    return Contenders.isReference(contender) ? REFERENCE : LABEL;
  }

  private Map<String, Spread> spreads(Scene scene, Panel panel) {
    Map<String, Spread> spreads = new LinkedHashMap<>();
    for (String contender : summary.contenders(scene.name())) {
      summary
          .spread(scene.name(), contender, panel.metric())
          .ifPresent(spread -> spreads.put(contender, spread));
    }
    return spreads;
  }

  /** One panel of the case. Texts come last, so that no line runs over them. */
  private final class Strip {
    private final Panel panel;
    private final List<String> contenders;
    private final Map<String, Spread> spreads;
    private final double left;
    private final double top;
    private final double longest;

    Strip(
        Panel panel,
        List<String> contenders,
        Map<String, Spread> spreads,
        double left,
        double top) {
      this.panel = panel;
      this.contenders = contenders;
      this.spreads = spreads;
      this.left = left;
      this.top = top;
      this.longest = spreads.values().stream().mapToDouble(Spread::max).max().orElse(0);
    }

    void draw() {
      spreads.keySet().stream().filter(name -> !Contenders.isReference(name)).forEach(this::bar);
      spreads.keySet().stream().filter(Contenders::isReference).forEach(this::mark);
      svg.down(left, top - 1, top + contenders.size() * ROW + 1.0, Stroke.thin(Svg.FAINT));
      spreads.keySet().forEach(this::value);
    }

    private void value(String contender) {
      svg.text(valueX(contender), y(contender) + 14, median(contender), type(contender));
    }

    private void bar(String contender) {
      Spread spread = spreads.get(contender);
      double y = y(contender) + (ROW - BAR_HEIGHT) / 2.0;
      Box box = new Box(left, y, x(spread.median()) - left, BAR_HEIGHT);
      svg.bar(box, palette.of(contender), tip(contender, spread));
      if (spread.min() < spread.max()) {
        whisker(spread, y + BAR_HEIGHT / 2.0);
      }
    }

    private void whisker(Spread spread, double y) {
      for (Stroke stroke : List.of(HALO, WHISKER)) {
        double cap = stroke.equals(HALO) ? 4.5 : 3.5;
        svg.across(x(spread.min()), x(spread.max()), y, stroke);
        svg.down(x(spread.min()), y - cap, y + cap, stroke);
        svg.down(x(spread.max()), y - cap, y + cap, stroke);
      }
    }

    private void mark(String contender) {
      double x = x(spreads.get(contender).median());
      for (String above : contenders.subList(0, contenders.indexOf(contender))) {
        if (!hidesAt(x, above)) {
          svg.down(x, y(above), y(above) + ROW, GUIDE);
        }
      }
      svg.down(x, y(contender) + 2, y(contender) + ROW - 2.0, MARK);
    }

    /** Whether a contender's value stands where a line would come down. */
    private boolean hidesAt(double x, String contender) {
      if (!spreads.containsKey(contender)) {
        return false;
      }
      double from = valueX(contender);
      return from - 5 < x && x < from + type(contender).widthOf(median(contender)) + 5;
    }

    private double valueX(String contender) {
      return x(spreads.get(contender).max()) + 6;
    }

    private String median(String contender) {
      return Figures.value(spreads.get(contender).median());
    }

    private String tip(String contender, Spread spread) {
      return "%s, %s: %s %s"
          .formatted(
              Contenders.title(contender), panel.title(), Figures.withSpread(spread), panel.unit());
    }

    private double x(double value) {
      return longest <= 0 ? left : left + Math.max(0, value) / longest * (panelWidth() - VALUE);
    }

    private double y(String contender) {
      return top + (double) contenders.indexOf(contender) * ROW;
    }
  }
}
