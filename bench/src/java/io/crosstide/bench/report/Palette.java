package io.crosstide.bench.report;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One colour for each contender, the same in every run for those that have a name of their own. */
final class Palette {
  private static final Map<String, String> KNOWN =
      Map.of(
          Contenders.CROSSTIDE, "#0b5fa5",
          Contenders.CROSSTIDE_NATIVE, "#5aa2dc",
          Contenders.MM2_TUNED, "#c2410c",
          Contenders.MM2_DEFAULT, "#858b94",
          Contenders.MM2_EXACTLY_ONCE, "#7b3fa0",
          Contenders.FLOOR, Svg.INK,
          Contenders.DIRECT, Svg.INK);

  /** For other revisions and whoever else; from the start again when there are more. */
  static final List<String> OTHERS = List.of("#1f9384", "#b83280", "#5b7f1e", "#8b5e34");

  private final Map<String, String> colours = new HashMap<>(KNOWN);

  Palette(List<String> contenders) {
    int others = 0;
    for (String contender : contenders) {
      if (!colours.containsKey(contender)) {
        colours.put(contender, OTHERS.get(others++ % OTHERS.size()));
      }
    }
  }

  String of(String contender) {
    return colours.getOrDefault(contender, Svg.INK);
  }
}
