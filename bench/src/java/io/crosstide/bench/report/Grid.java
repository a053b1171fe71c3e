package io.crosstide.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table before it is written.
 *
 * @param header one cell for each column
 * @param rows as wide as the header; an empty cell is a missing figure
 * @param labels how many columns from the left are words; the others are figures
 */
record Grid(List<String> header, List<List<String>> rows, int labels) {
  Grid {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(row.size() + " cells under " + header);
      }
    }
  }

  /** Without the columns of figures that no row fills. */
  Grid filled() {
    int[] kept =
        IntStream.range(0, header.size())
            .filter(i -> i < labels || rows.stream().anyMatch(row -> !row.get(i).isEmpty()))
            .toArray();
    return new Grid(pick(header, kept), rows.stream().map(row -> pick(row, kept)).toList(), labels);
  }

  private static List<String> pick(List<String> cells, int[] columns) {
    List<String> picked = new ArrayList<>();
    for (int column : columns) {
      picked.add(cells.get(column));
    }
    return picked;
  }
}
