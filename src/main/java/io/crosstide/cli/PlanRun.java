package io.crosstide.cli;

import io.crosstide.flow.PlanReport;
import io.crosstide.topology.Flow;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;

/** The reports of several flows; one whose clusters don't answer does not hold up the others. */
final class PlanRun {
  private final Map<Flow, PlanReport> reports = new LinkedHashMap<>();
  private final List<Unplanned> unplanned = new ArrayList<>();

  private PlanRun() {}

  static PlanRun of(List<Flow> flows, Function<Flow, PlanReport> look, PrintWriter err) {
    PlanRun run = new PlanRun();
    for (Flow flow : flows) {
      try {
        run.reports.put(flow, look.apply(flow));
      } catch (RuntimeException e) {
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        run.unplanned.add(new Unplanned(flow.name(), reason));
        err.println("crosstide: " + flow.name() + ": " + reason);
      }
    }
    err.flush();
    return run;
  }

  /** Whether a flow could not be looked at, or a change not be made. */
  boolean failed() {
    return !unplanned.isEmpty()
        || reports.values().stream()
            .flatMap(report -> report.changes().stream())
            .anyMatch(PlanReport.Planned::failed);
  }

  int changes() {
    return reports.values().stream().mapToInt(report -> report.changes().size()).sum();
  }

  void print(PlanOptions options, PrintWriter out) {
    List<Estimated> all =
        reports.entrySet().stream()
            .map(entry -> new Estimated(entry.getValue(), rate(entry.getKey(), options.rate)))
            .toList();
    out.print(
        switch (options.output) {
          case TEXT -> PlanText.of(unplanned, all);
          case JSON -> PlanJson.of(unplanned, all);
          case MARKDOWN -> PlanMarkdown.of(unplanned, all);
        });
    out.flush();
  }

  private static long rate(Flow flow, long asked) {
    OptionalLong limit = flow.limits().bytesPerSecond();
    return limit.isPresent() ? Math.min(limit.getAsLong(), asked) : asked;
  }

  /** A flow that could not be looked at: what the others change is not all. */
  record Unplanned(String flow, String why) {}

  /**
   * A report and how long its backfill may take.
   *
   * @param bytesPerSecond what the estimate goes by
   */
  record Estimated(PlanReport report, long bytesPerSecond) {
    long seconds() {
      return Math.ceilDiv(report.backfillBytes(), bytesPerSecond);
    }

    /** As in {@code 1.2 GB to copy, about 24 s at 50 MB/s}. */
    String backfill() {
      long bytes = report.backfillBytes();
      String least = report.sizesKnown() ? "" : "at least ";
      return bytes == 0
          ? least + "0 B to copy"
          : "%s%s to copy, about %s at %s/s"
              .formatted(
                  least, Amount.bytes(bytes), Amount.time(seconds()), Amount.bytes(bytesPerSecond));
    }
  }
}
