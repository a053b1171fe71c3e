package io.crosstide.cli;

import io.crosstide.status.FlowStatus;
import io.crosstide.status.LaneLosses;
import io.crosstide.status.LaneStatus;
import io.crosstide.status.Snapshot;
import io.crosstide.status.SyncStatus;
import io.crosstide.status.TopologyStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@code crosstide status} may find. */
final class Looks {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final String TOPOLOGY = "topologies/active-active.yaml";

  private Looks() {}

  /** Two seconds apart, so that rates are told from differences. */
  static RemoteStatus.Look of(FlowStatus... flows) {
    List<FlowStatus> before =
        Arrays.stream(flows)
            .map(flow -> flow(flow.name(), true, flow.records() - 5_000, 0, List.of()))
            .toList();
    return new RemoteStatus.Look(
        new Snapshot(NOON.minusSeconds(2), TOPOLOGY, before),
        new Snapshot(NOON, TOPOLOGY, List.of(flows)));
  }

  /** The same of a topology that is followed. */
  static RemoteStatus.Look following(RemoteStatus.Look look, TopologyStatus topology) {
    return new RemoteStatus.Look(look.before(), look.now().with(topology));
  }

  /** A target that is not yet as it should be. */
  static FlowStatus drifting(String name) {
    FlowStatus well = well(name);
    return new FlowStatus(
        well.name(),
        true,
        true,
        true,
        "alone",
        well.records(),
        well.bytes(),
        well.lagRecords(),
        well.lagSeconds(),
        well.lanesByState(),
        List.of(),
        new SyncStatus(
            NOON.toEpochMilli(),
            1,
            1,
            List.of(
                "set config nyc.orders retention.ms: no \u001b[2Jright",
                "leave nyc.orders cleanup.policy: it is the target's")),
        well.lanes());
  }

  static FlowStatus well(String name) {
    return flow(name, true, 1_234_567, 0.4, List.of(), lane("copying", ""));
  }

  static FlowStatus behind(String name, double seconds) {
    return flow(name, true, 1_234_567, seconds, List.of(), lane("copying", ""));
  }

  static FlowStatus away(String name) {
    return flow(name, false, 1_234_567, 2, List.of("no connection to broker lon:9092"));
  }

  /** Among the words of its broker are some that would steer a terminal. */
  static FlowStatus stopped(String name) {
    String reason = "OFFSET_OUT_OF_RANGE: offset 10 is \u001b[2Jnot in the log, which has 25 to 90";
    return flow(
        name,
        true,
        1_234_567,
        2.5,
        List.of("lane orders-3 is stopped: " + reason),
        lane("copying", ""),
        lane("stopped", reason));
  }

  private static FlowStatus flow(
      String name,
      boolean reachable,
      long records,
      double lagSeconds,
      List<String> conditions,
      LaneStatus... lanes) {
    Map<String, Integer> states = new TreeMap<>();
    for (LaneStatus lane : lanes) {
      states.merge(lane.state(), 1, Integer::sum);
    }
    return new FlowStatus(
        name,
        true,
        reachable,
        true,
        "member",
        records,
        records * 512,
        lagSeconds > 0 ? 4_321 : 0,
        lagSeconds,
        states,
        conditions,
        SyncStatus.NOT_YET,
        List.of(lanes));
  }

  private static LaneStatus lane(String state, String reason) {
    boolean stopped = !reason.isEmpty();
    return new LaneStatus(
        "orders",
        stopped ? 3 : 4,
        "nyc.orders",
        state,
        reason,
        10,
        1_000,
        Map.of("passed", 3L),
        Map.of(),
        0,
        10,
        90,
        80,
        NOON.toEpochMilli() - 2_500,
        stopped,
        stopped ? new LaneLosses(1, 15, 2) : LaneLosses.NONE);
  }
}
