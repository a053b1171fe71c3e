package io.crosstide.flow;

import io.crosstide.status.FlowStatus;
import io.crosstide.status.LaneStatus;
import io.crosstide.status.SyncStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums lanes up into a flow's status. */
final class FlowReport {
  /** More stopped lanes than this are counted, not listed. */
  private static final int MAX_LISTED = 20;

  private FlowReport() {}

  /** What is known of a flow beside its lanes. */
  record Surroundings(
      String flow,
      boolean sourceReachable,
      boolean targetReachable,
      boolean looping,
      String membership,
      List<String> conditions,
      SyncStatus sync) {}

  static FlowStatus of(Surroundings around, List<LaneStatus> lanes, long nowMs) {
    long records = 0;
    long bytes = 0;
    long lag = 0;
    long oldestMs = nowMs;
    Map<String, Integer> byState = new TreeMap<>();
    for (LaneStatus lane : lanes) {
      records += lane.records();
      bytes += lane.bytes();
      lag += Math.max(0, lane.lagRecords());
      oldestMs =
          lane.oldestUnmirroredMs() < 0 ? oldestMs : Math.min(oldestMs, lane.oldestUnmirroredMs());
      byState.merge(lane.state(), 1, Integer::sum);
    }
    return new FlowStatus(
        around.flow(),
        around.sourceReachable(),
        around.targetReachable(),
        around.looping(),
        around.membership(),
        records,
        bytes,
        lag,
        (nowMs - oldestMs) / 1_000.0,
        byState,
        conditions(around.conditions(), lanes),
        around.sync(),
        lanes);
  }

  private static List<String> conditions(List<String> around, List<LaneStatus> lanes) {
    var all = new ArrayList<>(around);
    int troubled = 0;
    for (LaneStatus lane : lanes) {
      if (!lane.reason().isEmpty() && ++troubled <= MAX_LISTED) {
        all.add(
            "lane "
                + lane.topic()
                + "-"
                + lane.partition()
                + " is "
                + lane.state()
                + ": "
                + lane.reason());
      }
    }
    if (troubled > MAX_LISTED) {
      all.add((troubled - MAX_LISTED) + " more lanes have a reason to look at, see the lanes");
    }
    return all;
  }
}
