package io.crosstide.bench.report;

import java.util.Collections;
import java.util.List;

/**
 * One metric over several rounds.
 *
 * @param values at least one, in the order they were taken
 */
public record Spread(List<Double> values) {
  public Spread {
    values = List.copyOf(values);
    if (values.isEmpty()) {
      throw new IllegalArgumentException("a spread of no values");
    }
  }

  /** The value in the middle; of an even number, the mean of the two in the middle. */
  public double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  public double min() {
    return Collections.min(values);
  }

  public double max() {
    return Collections.max(values);
  }

  /** Whether some value could have come from either. */
  public boolean overlaps(Spread other) {
    return min() <= other.max() && other.min() <= max();
  }
}
