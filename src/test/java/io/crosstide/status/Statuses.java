package io.crosstide.status;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Snapshots for tests. */
final class Statuses {
  static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  private Statuses() {}

  static Snapshot snapshot(FlowStatus... flows) {
    return new Snapshot(NOON, "topologies/active-active.yaml", List.of(flows));
  }

  static FlowStatus flow(String name, LaneStatus... lanes) {
    return new FlowStatus(
        name,
        true,
        true,
        true,
        "member",
        10,
        1000,
        4,
        2.5,
        states(lanes),
        List.of(),
        new SyncStatus(1, 1, 2, List.of("leave nyc.orders retention.ms: it is the target's")),
        List.of(lanes));
  }

  static FlowStatus sourceAway(FlowStatus flow) {
    return new FlowStatus(
        flow.name(),
        false,
        flow.targetReachable(),
        flow.looping(),
        flow.membership(),
        flow.records(),
        flow.bytes(),
        flow.lagRecords(),
        flow.lagSeconds(),
        flow.lanesByState(),
        List.of("cluster nyc is away: no answer for 12 s"),
        flow.sync(),
        flow.lanes());
  }

  static FlowStatus stuck(FlowStatus flow) {
    return new FlowStatus(
        flow.name(),
        flow.sourceReachable(),
        flow.targetReachable(),
        false,
        flow.membership(),
        flow.records(),
        flow.bytes(),
        flow.lagRecords(),
        flow.lagSeconds(),
        flow.lanesByState(),
        flow.conditions(),
        flow.sync(),
        flow.lanes());
  }

  /** Copying, four records behind, the oldest of them 2.5 s old at {@link #NOON}. */
  static LaneStatus lane(String topic, int partition, long records) {
    return new LaneStatus(
        topic,
        partition,
        "nyc." + topic,
        "copying",
        "",
        records,
        records * 100,
        Map.of("passed", records / 2, "coalesced", 1L),
        Map.of("aborted", 3L),
        5,
        records,
        records + 4,
        4,
        NOON.toEpochMilli() - 2500,
        false,
        new LaneLosses(1, 7, 2));
  }

  /** Before its first fetch: knows neither its end nor its lag. */
  static LaneStatus unknownLane(String topic, int partition) {
    return new LaneStatus(
        topic,
        partition,
        "nyc." + topic,
        "claiming",
        "",
        0,
        0,
        Map.of(),
        Map.of(),
        0,
        -1,
        -1,
        -1,
        -1,
        false,
        LaneLosses.NONE);
  }

  private static Map<String, Integer> states(LaneStatus... lanes) {
    Map<String, Integer> states = new TreeMap<>();
    for (LaneStatus lane : lanes) {
      states.merge(lane.state(), 1, Integer::sum);
    }
    return states;
  }
}
