package io.crosstide.bench.report;

import java.util.EnumMap;
import java.util.Map;

/**
 * One run of one contender in one case.
 *
 * @param scenario the case's name
 * @param contender who ran
 * @param round counts from 1
 * @param values what was measured; a metric that this case or contender does not have is absent
 * @param problem how the target's content differs from the source's, or why the run came to no end;
 *     empty when it is equal
 */
public record Measurement(
    String scenario, String contender, int round, Map<Metric, Double> values, String problem) {
  public Measurement {
    EnumMap<Metric, Double> ordered = new EnumMap<>(Metric.class);
    ordered.putAll(values);
    values = ordered;
  }

  public boolean contentEqual() {
    return problem.isEmpty();
  }
}
