package io.crosstide.flow;

import io.crosstide.topology.Flow;
import io.crosstide.topology.Topology;
import java.util.List;
import java.util.Optional;

/**
 * Which flows of a topology a process serves.
 *
 * @param name of the one; empty for all there are
 */
public record ServedFlows(Optional<String> name) {
  /** In the topology's order; none when the one is not there. */
  public List<Flow> of(Topology topology) {
    return name.map(one -> topology.flow(one).stream().toList()).orElseGet(topology::flows);
  }
}
