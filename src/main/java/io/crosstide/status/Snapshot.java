package io.crosstide.status;

import java.time.Instant;
import java.util.List;

/**
 * Everything the program says about itself, taken at one moment. Health, metrics, REST and the page
 * all read this, so they can't disagree.
 *
 * @param takenAt when
 * @param topology where the topology is
 * @param flows every flow this process serves
 * @param revision which revision of the topology runs, and which is refused
 */
public record Snapshot(
    Instant takenAt, String topology, List<FlowStatus> flows, TopologyStatus revision) {
  public Snapshot {
    flows = List.copyOf(flows);
    // A program of before followed nothing, and says nothing of it.
    revision = revision == null ? TopologyStatus.fixed(topology) : revision;
  }

  /** With a topology that nobody follows. */
  public Snapshot(Instant takenAt, String topology, List<FlowStatus> flows) {
    this(takenAt, topology, flows, TopologyStatus.fixed(topology));
  }

  /** The same with a topology that is followed. */
  public Snapshot with(TopologyStatus followed) {
    return new Snapshot(takenAt, followed.location(), flows, followed);
  }

  /** The same without any flow's lanes. */
  Snapshot withoutLanes() {
    return new Snapshot(
        takenAt, topology, flows.stream().map(FlowStatus::withoutLanes).toList(), revision);
  }
}
