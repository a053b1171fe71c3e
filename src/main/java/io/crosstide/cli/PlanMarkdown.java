package io.crosstide.cli;

import io.crosstide.flow.PlanReport;
import io.crosstide.status.Printable;
import java.util.List;

/**
 * Plans for a comment under a pull request. Config values and principals may hold anything: nothing
 * of them is read as markup, and nobody is called by an @.
 */
final class PlanMarkdown {
  /** A comment holds 65,536 characters; what is longer is cut, and says so. */
  static final int MAX_ROWS = 200;

  private PlanMarkdown() {}

  /** What is missing comes first: it must not be what is cut off. */
  static String of(List<PlanRun.Unplanned> unplanned, List<PlanRun.Estimated> all) {
    StringBuilder text = new StringBuilder();
    for (PlanRun.Unplanned flow : unplanned) {
      text.append("### ").append(code(flow.flow())).append("\n\n");
      text.append("**Could not be planned**: ").append(escaped(flow.why())).append("\n\n");
    }
    all.forEach(each -> append(each, text));
    return text.toString();
  }

  private static void append(PlanRun.Estimated estimated, StringBuilder text) {
    PlanReport report = estimated.report();
    text.append("### ").append(code(report.flow())).append("\n\n");
    text.append(Counted.of(report.changes().size(), "change")).append(", ");
    text.append(Counted.of(report.topics().size(), "topic")).append(", ");
    text.append(estimated.backfill()).append(".\n\n");
    if (!report.changes().isEmpty()) {
      text.append("| change | of | what | why |\n|---|---|---|---|\n");
      rows(text, report.changes().stream().map(PlanMarkdown::row).toList());
    }
    report.notices().forEach(notice -> text.append("- ").append(escaped(notice)).append('\n'));
    text.append(report.notices().isEmpty() ? "" : "\n");
    if (!report.leftAlone().isEmpty()) {
      details(text, Counted.of(report.leftAlone().size(), "difference") + " left alone");
      text.append("| of | what | why |\n|---|---|---|\n");
      rows(text, report.leftAlone().stream().map(PlanMarkdown::row).toList());
      text.append("</details>\n\n");
    }
    if (!report.topics().isEmpty()) {
      details(text, Counted.of(report.topics().size(), "topic"));
      text.append("| topic | target | partitions | to copy |\n|---|---|---|---|\n");
      rows(text, report.topics().stream().map(PlanMarkdown::row).toList());
      text.append("</details>\n\n");
    }
  }

  private static void details(StringBuilder text, String summary) {
    text.append("<details><summary>").append(summary).append("</summary>\n\n");
  }

  private static void rows(StringBuilder text, List<String> rows) {
    rows.stream().limit(MAX_ROWS).forEach(text::append);
    text.append('\n');
    if (rows.size() > MAX_ROWS) {
      text.append("and ").append(rows.size() - MAX_ROWS).append(" more\n\n");
    }
  }

  private static String row(PlanReport.Planned change) {
    return line(
        change.kind(),
        code(change.subject()),
        code(change.detail()),
        escaped(change.why() + change.outcome().map(outcome -> ": " + outcome).orElse("")));
  }

  private static String row(PlanReport.Left left) {
    return line(code(left.subject()), code(left.detail()), escaped(left.why()));
  }

  private static String row(PlanReport.Topic topic) {
    return line(
        code(topic.source()),
        code(topic.target()) + (topic.exists() ? "" : " (new)"),
        Integer.toString(topic.partitions()),
        Amount.bytes(topic.backfillBytes()));
  }

  private static String line(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "<code>" + escaped(text) + "</code>";
  }

  /** Every character that means something to Markdown or HTML, as its number. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : Printable.of(text).toCharArray()) {
      if ("&<>|`*_[]()#@!~\\\"'".indexOf(c) >= 0) {
        escaped.append("&#").append((int) c).append(';');
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
