package io.crosstide.status;

import java.time.Duration;
import java.util.Optional;

/**
 * How fast a flow copied between two snapshots; 0 when there is nothing to compare with, or when
 * the counters began anew.
 */
public record Rates(double recordsPerSecond, double bytesPerSecond) {
  private static final Rates NONE = new Rates(0, 0);

  /**
   * @param before an earlier snapshot, which may lack the flow
   * @param flow of {@code now}
   */
  public static Rates of(Snapshot before, Snapshot now, FlowStatus flow) {
    Optional<FlowStatus> then =
        before.flows().stream().filter(each -> each.name().equals(flow.name())).findFirst();
    double seconds = Duration.between(before.takenAt(), now.takenAt()).toMillis() / 1e3;
    if (then.isEmpty() || seconds <= 0 || flow.records() < then.get().records()) {
      return NONE;
    }
    return new Rates(
        (flow.records() - then.get().records()) / seconds,
        (flow.bytes() - then.get().bytes()) / seconds);
  }
}
