package io.crosstide.flow;

import io.crosstide.mirror.LaneId;
import io.crosstide.status.LaneStatus;
import io.crosstide.topology.Flow;
import io.crosstide.topology.Isolation;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lanes that copy know the end of their source; of the others somebody has to ask. */
final class RestingLanes {
  private RestingLanes() {}

  /** By how their source is read, which decides where it ends for them. */
  static Map<Isolation, Set<LaneId>> of(Flow flow, List<LaneStatus> lanes) {
    Map<Isolation, Set<LaneId>> resting = new EnumMap<>(Isolation.class);
    for (LaneStatus lane : lanes) {
      if (!lane.state().equals("copying")) {
        resting
            .computeIfAbsent(flow.isolation(lane.topic()), key -> new HashSet<>())
            .add(new LaneId(flow.name(), lane.topic(), lane.partition()));
      }
    }
    return resting;
  }
}
