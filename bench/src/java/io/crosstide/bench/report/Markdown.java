package io.crosstide.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Text, code and tables in Markdown as GitHub reads it. */
final class Markdown {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>|&~]");
  private static final Pattern BACKTICKS = Pattern.compile("`+");
  private static final String MISSING = "–";

  private Markdown() {}

  /** On one line, with nothing in it that Markdown takes for its own. */
  static String text(String plain) {
    return SPECIAL.matcher(plain.strip().replaceAll("\\s+", " ")).replaceAll("\\\\$0");
  }

  /** A block of code that ends where the content ends, whatever the content. */
  static String block(String language, String content) {
    String fence = "`".repeat(Math.max(3, longestBackticks(content) + 1));
    return fence + language + "\n" + content.stripTrailing() + "\n" + fence + "\n";
  }

  /** A name as it is typed. */
  static String code(String name) {
    String fence = "`".repeat(longestBackticks(name) + 1);
    return fence + name.replace("|", "\\|") + fence;
  }

  private static int longestBackticks(String content) {
    return BACKTICKS
        .matcher(content)
        .results()
        .map(MatchResult::group)
        .mapToInt(String::length)
        .max()
        .orElse(0);
  }

  /** The cells are Markdown already. */
  static String table(Grid grid) {
    StringBuilder table = new StringBuilder(line(grid.header()));
    List<String> rule =
        IntStream.range(0, grid.header().size())
            .mapToObj(i -> i < grid.labels() ? "---" : "---:")
            .toList();
    table.append(line(rule));
    for (List<String> row : grid.rows()) {
      table.append(line(withMissing(row, grid.labels())));
    }
    return table.toString();
  }

  private static List<String> withMissing(List<String> row, int labels) {
    List<String> cells = new ArrayList<>(row);
    Collections.replaceAll(cells.subList(labels, cells.size()), "", MISSING);
    return cells;
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
