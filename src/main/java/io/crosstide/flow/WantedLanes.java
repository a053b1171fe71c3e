package io.crosstide.flow;

import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.mirror.Pace;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.WantedLane;
import io.crosstide.topology.Flow;
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

  /** Whether the flow left a topic alone before it was retuned, until the next look. */
  private Predicate<String> leftAlone = name -> false;

  WantedLanes(OptionalLong bytesPerSecond) {
    this.flowPace = Pace.UNLIMITED.adjustable(bytesPerSecond);
  }

  /**
   * The flow has other settings from the next look on. Lanes of topics that it has given up end at
   * once; topics that it takes up now were there before, as at a first look.
   */
  void retune(Flow before, Flow after) {
    flowPace.limit(after.limits().bytesPerSecond());
    leftAlone = leftAlone.or(name -> before.plan(name).isEmpty());
    starts.clear();
    Map<LaneId, LaneSettings> kept = new HashMap<>(lanes);
    kept.keySet().removeIf(id -> after.plan(id.sourceTopic()).isEmpty());
    lanes = kept;
  }

  /** Takes note of the source as it is; the first look tells what is born later. */
  void look(ObservedCluster source) {
    boolean first = atFirst == null;
    if (first) {
      atFirst = new HashMap<>();
    }
    source
        .topics()
        .forEach(
            (name, topic) -> {
              if (first || leftAlone.test(name)) {
                atFirst.putIfAbsent(name, topic.partitions());
              }
            });
    leftAlone = name -> false;
  }

  /**
   * @param mirroredBefore whether a partition of this source topic has begun in an earlier process
   */
  Map<LaneId, LaneSettings> next(List<WantedLane> present, Predicate<String> mirroredBefore) {
    Map<LaneId, LaneSettings> next = new HashMap<>();
    for (WantedLane lane : present) {
      next.put(lane.lane(), lane.settings().startingAt(start(lane, mirroredBefore)));
      paces
          .computeIfAbsent(
              lane.topic().sourceTopic(), name -> flowPace.adjustable(OptionalLong.empty()))
          .limit(lane.topic().bytesPerSecond());
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
