package io.crosstide.cli;

import io.crosstide.flow.PlanReport;
import io.crosstide.status.Printable;
import java.util.List;

/** Plans for people. */
final class PlanText {
  private PlanText() {}

  static String of(List<PlanRun.Unplanned> unplanned, List<PlanRun.Estimated> all) {
    StringBuilder text = new StringBuilder();
    for (PlanRun.Unplanned flow : unplanned) {
      line(text, flow.flow() + ": could not be planned: " + flow.why());
      text.append('\n');
    }
    all.forEach(each -> append(each, text));
    return text.toString();
  }

  private static void append(PlanRun.Estimated estimated, StringBuilder text) {
    PlanReport report = estimated.report();
    text.append(report.flow())
        .append(": ")
        .append(Counted.of(report.changes().size(), "change"))
        .append(", ")
        .append(Counted.of(report.topics().size(), "topic"))
        .append(", ")
        .append(estimated.backfill())
        .append('\n');
    TextTable topics = new TextTable().row("TOPIC", "TARGET", "PARTITIONS", "TO COPY");
    for (PlanReport.Topic topic : report.topics()) {
      topics.row(
          topic.source(),
          topic.target() + (topic.exists() ? "" : " (new)"),
          Integer.toString(topic.partitions()),
          Amount.bytes(topic.backfillBytes()));
    }
    section(text, report.topics().isEmpty() ? "" : topics.toString());
    section(text, lines(report));
    text.append('\n');
  }

  private static void section(StringBuilder text, String lines) {
    if (!lines.isEmpty()) {
      text.append('\n').append(lines);
    }
  }

  private static String lines(PlanReport report) {
    StringBuilder text = new StringBuilder();
    for (PlanReport.Planned change : report.changes()) {
      String detail = change.detail().isEmpty() ? "" : ": " + change.detail();
      line(text, "  " + mark(change) + " " + change.kind() + " " + change.subject() + detail);
      line(text, "      " + change.why());
      change.outcome().ifPresent(outcome -> line(text, "      " + outcome));
    }
    for (PlanReport.Left left : report.leftAlone()) {
      line(
          text,
          "  = leave " + left.subject() + (left.detail().isEmpty() ? "" : " " + left.detail()));
      line(text, "      " + left.why());
    }
    report.notices().forEach(notice -> line(text, "  ! " + notice));
    return text.toString();
  }

  private static void line(StringBuilder text, String line) {
    text.append(Printable.of(line)).append('\n');
  }

  private static String mark(PlanReport.Planned change) {
    return switch (change.kind().split(" ")[0]) {
      case "create", "add" -> "+";
      case "delete", "reset" -> "-";
      default -> "~";
    };
  }
}
