package io.crosstide.lab.demo;

import io.crosstide.status.FlowStatus;
import io.crosstide.status.Rates;
import io.crosstide.status.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

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
      Rates rates = Rates.of(before.orElse(now), now, flow);
      lines.add(
          String.format(
              Locale.ROOT,
              ROW,
              flow.name(),
              String.format(Locale.ROOT, "%,d", flow.records()),
              String.format(Locale.ROOT, "%,.0f", rates.recordsPerSecond()),
              String.format(Locale.ROOT, "%.2f", rates.bytesPerSecond() / MEGA),
              String.format(Locale.ROOT, "%,d", flow.lagRecords()),
              String.format(Locale.ROOT, "%.1f", flow.lagSeconds()),
              flow.lanesInWords()));
      flow.conditions().stream().limit(MAX_CONDITIONS).forEach(text -> lines.add("    " + text));
    }
    return lines;
  }
}
