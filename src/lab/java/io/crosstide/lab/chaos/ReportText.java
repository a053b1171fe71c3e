package io.crosstide.lab.chaos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.crosstide.lab.LogAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A report for people and for machines. */
final class ReportText {
  private ReportText() {}

  /** The figures, for the console. */
  static String summary(ChaosReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, seed %d, %d instances: %d records"
            .formatted(
                report.contender(),
                report.seed(),
                report.instances(),
                report.account().committed().records()));
    lines.add("readers of uncommitted  " + report.account().uncommitted().figures());
    lines.add("readers of committed    " + report.account().committed().figures());
    if (report.account().acknowledgedLost() > 0) {
      lines.add(
          "THE SOURCE ITSELF lost %d acknowledged records: this run proves nothing"
              .formatted(report.account().acknowledgedLost()));
    }
    lines.add(
        "longest stall %s (ended at %s), of a single partition %s; all arrived %s"
            .formatted(
                seconds(report.flowStallMs()),
                seconds(report.flowStallEndedMs()),
                seconds(report.laneStallMs()),
                report.caughtUpMs() < 0
                    ? "NEVER"
                    : seconds(report.caughtUpMs()) + " after the last fault"));
    lines.add(
        "instances that ended by themselves %d%s: %s"
            .formatted(
                report.endedByThemselves(),
                report.restartedByHand() ? ", all restarted by hand in the end" : "",
                report.good() ? "good" : "NOT GOOD"));
    return String.join("\n", lines);
  }

  static String markdown(ChaosReport report) {
    StringBuilder text = new StringBuilder();
    text.append("# Chaos: %s, seed %d%n%n".formatted(report.contender(), report.seed()));
    text.append(
        "%d minutes from %s on, %d instances, settings: %s. Records acknowledged %d, unanswered %d, aborted %d.%n%n"
            .formatted(
                report.minutes(),
                report.startedAt(),
                report.instances(),
                report.settings(),
                report.acknowledged(),
                report.unanswered(),
                report.abortedOnPurpose()));
    text.append("| readers of | records | lost | doubled | reordered | aborted copied | unexpected |\n");
    text.append("|---|---:|---:|---:|---:|---:|---:|\n");
    text.append(row("uncommitted", report.account().uncommitted()));
    text.append(row("committed", report.account().committed()));
    text.append("\n```\n").append(summary(report)).append("\n```\n\n| done | times |\n|---|---:|\n");
    report.done().forEach((what, times) -> text.append("| %s | %d |%n".formatted(what, times)));
    text.append("\n| at | what | where | for |\n|---:|---|---|---:|\n");
    report
        .events()
        .forEach(
            event ->
                text.append(
                    "| %s | %s | %s | %s |%n"
                        .formatted(
                            seconds(event.atMs()),
                            event.what(),
                            event.where(),
                            seconds(event.heldMs()))));
    return text.toString();
  }

  private static String row(String readers, LogAccount account) {
    return "| %s | %d | %d | %d | %d | %d | %d |%n"
        .formatted(
            readers,
            account.records(),
            account.lost(),
            account.doubled(),
            account.reordered(),
            account.aborted(),
            account.unexpected());
  }

  static String json(ChaosReport report) {
    try {
      return new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String seconds(long ms) {
    return String.format(Locale.ROOT, "%.1f s", ms / 1e3);
  }
}
