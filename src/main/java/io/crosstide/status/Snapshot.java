package io.crosstide.status;

import java.time.Instant;
import java.util.List;

/**
 * Everything the program says about itself, taken at one moment. Health, metrics, REST and the page
 * all read this, so they can't disagree.
 *
 * @param takenAt when
 * @param topology the file or revision that runs
 * @param flows every flow this process serves
 */
public record Snapshot(Instant takenAt, String topology, List<FlowStatus> flows) {
  public Snapshot {
    flows = List.copyOf(flows);
  }

  /** The same without any flow's lanes. */
  Snapshot withoutLanes() {
    return new Snapshot(takenAt, topology, flows.stream().map(FlowStatus::withoutLanes).toList());
  }
}
