package io.crosstide.bench.report;

import io.crosstide.bench.report.BenchRun.Scene;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Runs as they could have been. */
final class Runs {
  private Runs() {}

  static Summary of(List<String> cases, Measurement... measurements) {
    return Summary.of(
        new BenchRun(
            Instant.parse("2026-01-02T03:04:05Z"),
            "./crosstide bench",
            Map.of("cores", "2"),
            Map.of("brokers", Map.of("JVM", "-Xmx1g")),
            cases.stream().map(name -> new Scene(name, "The case " + name, "Group")).toList(),
            List.of(measurements)));
  }

  static Measurement copied(String scenario, String contender, double recordsPerSecond) {
    return new Measurement(
        scenario,
        contender,
        1,
        Map.of(Metric.RECORDS_PER_SECOND, recordsPerSecond, Metric.MB_PER_SECOND, 100.0),
        "");
  }

  static Measurement measured(
      String scenario, String contender, Map<Metric, Double> values, String problem) {
    return new Measurement(scenario, contender, 1, values, problem);
  }
}
