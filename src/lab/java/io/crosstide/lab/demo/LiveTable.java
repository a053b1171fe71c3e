package io.crosstide.lab.demo;

import io.crosstide.status.FlowStatus;
import io.crosstide.status.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A status snapshot as lines of text, rates taken from the snapshot before. Pure. */
final class LiveTable {
  private static final String ROW = "%-20s %11s %9s %7s %11s %6s  %s";
  private static final double MEGA = 1e6;
  private static final int MAX_CONDITIONS = 5;

  private LiveTable() {}

  static String header() {
    return ROW.formatted(
        "flow", "records", "records/s", "MB/s", "lag records", "lag s", "lanes");
  }

  /** One line per flow, and below it what an operator should know. */
  static List<String> rows(Optional<Snapshot> before, Snapshot now) {
    List<String> lines = new ArrayList<>();
    for (FlowStatus flow : now.flows()) {
      Optional<FlowStatus> previous =
          before.flatMap(
              snapshot ->
                  snapshot.flows().stream().filter(f -> f.name().equals(flow.name())).findFirst());
      double seconds =
          before.map(b -> Duration.between(b.takenAt(), now.takenAt()).toMillis() / 1e3).orElse(0.0);
      lines.add(
          String.format(
              Locale.ROOT,
              ROW,
              flow.name(),
              String.format(Locale.ROOT, "%,d", flow.records()),
              String.format(
                  Locale.ROOT,
                  "%,.0f",
                  rate(flow.records(), previous.map(FlowStatus::records), seconds)),
              String.format(
                  Locale.ROOT,
                  "%.2f",
                  rate(flow.bytes(), previous.map(FlowStatus::bytes), seconds) / MEGA),
              String.format(Locale.ROOT, "%,d", flow.lagRecords()),
              String.format(Locale.ROOT, "%.1f", flow.lagSeconds()),
              lanes(flow.lanesByState())));
      flow.conditions().stream().limit(MAX_CONDITIONS).forEach(text -> lines.add("    " + text));
    }
    return lines;
  }

  /** Per second; 0 when there is nothing to compare with, or the counter began anew. */
  private static double rate(long now, Optional<Long> before, double seconds) {
    return before.isEmpty() || seconds <= 0 || now < before.get()
        ? 0
        : (now - before.get()) / seconds;
  }

  private static String lanes(Map<String, Integer> byState) {
    return new TreeMap<>(byState)
        .entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
  }
}
