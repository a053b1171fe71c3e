package io.crosstide.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows whose columns stand beneath each other. */
final class TextTable {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  TextTable row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** Each row on a line, indented; nothing when there are none. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(GAP);
      for (int column = 0; column < row.size(); column++) {
        line.append(row.get(column)).append(" ".repeat(padding(row, column))).append(GAP);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private int padding(List<String> row, int column) {
    int width = 0;
    for (List<String> each : rows) {
      width = Math.max(width, column < each.size() ? each.get(column).length() : 0);
    }
    return width - row.get(column).length();
  }
}
