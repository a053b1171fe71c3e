package io.crosstide.flow;

import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.mirror.Pace;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.WantedLane;
import io.crosstide.topology.StartPosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** Which lanes are to run, from round to round: what the plan says, and what it said before. */
final class WantedLanes {
  /**
   * Rounds in a row that a partition must be missing before its lane ends: one answer of one broker
   * may be stale.
   */
  private static final int ROUNDS_TO_VANISH = 3;

  private final Pace flowPace;
  private final Map<String, Pace> paces = new HashMap<>();
  private final Map<LaneId, Integer> missing = new HashMap<>();
  private final Map<LaneId, StartPosition> starts = new HashMap<>();
  private Map<LaneId, LaneSettings> lanes = Map.of();

  /** Partitions of each source topic when this process first looked; null before. */
  private Map<String, Integer> atFirst;

  WantedLanes(OptionalLong bytesPerSecond) {
    this.flowPace = Pace.UNLIMITED.and(bytesPerSecond);
  }

  /** Takes note of the source as it is; the first look tells what is born later. */
  void look(ObservedCluster source) {
    if (atFirst == null) {
      Map<String, Integer> partitions = new HashMap<>();
      source.topics().forEach((name, topic) -> partitions.put(name, topic.partitions()));
      atFirst = partitions;
    }
  }

  /**
   * @param mirroredBefore whether a partition of this source topic has begun in an earlier process
   */
  Map<LaneId, LaneSettings> next(List<WantedLane> present, Predicate<String> mirroredBefore) {
    Map<LaneId, LaneSettings> next = new HashMap<>();
    for (WantedLane lane : present) {
      next.put(lane.lane(), lane.settings().startingAt(start(lane, mirroredBefore)));
      paces.computeIfAbsent(
          lane.topic().sourceTopic(), name -> flowPace.and(lane.topic().bytesPerSecond()));
    }
    missing.keySet().removeAll(next.keySet());
    lanes.forEach(
        (id, settings) -> {
          if (!next.containsKey(id) && missing.merge(id, 1, Integer::sum) < ROUNDS_TO_VANISH) {
            next.put(id, settings);
          }
        });
    missing.keySet().retainAll(next.keySet());
    starts.keySet().retainAll(next.keySet());
    lanes = next;
    return lanes;
  }

  /** The bandwidth limit that the lanes of a source topic share; the same object in every round. */
  Map<String, Pace> paces() {
    return paces;
  }

  /**
   * "Latest" is for what is there when a flow first begins. What is born later is mirrored from its
   * beginning, else its first records would be missed until the flow has noticed it.
   */
  private StartPosition start(WantedLane lane, Predicate<String> mirroredBefore) {
    StartPosition wanted = lane.settings().start();
    String topic = lane.topic().sourceTopic();
    boolean bornLater =
        lane.lane().partition() >= atFirst.getOrDefault(topic, 0) || mirroredBefore.test(topic);
    return starts.computeIfAbsent(
        lane.lane(),
        id ->
            wanted instanceof StartPosition.Latest && bornLater
                ? new StartPosition.Earliest()
                : wanted);
  }
}
