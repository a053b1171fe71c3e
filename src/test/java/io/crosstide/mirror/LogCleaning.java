package io.crosstide.mirror;

import java.util.List;
import java.util.Set;

/**
 * Compaction and retention: of what no recovery can have to walk again, or wherever they like. Then
 * a lane may stop for it, and never errs. A ledger that is lost is of that kind.
 */
final class LogCleaning {
  /** What a lane may stop for after {@link #ruin}. */
  static final Set<String> REASONS = Set.of("RECOVERY_NOT_EXACT", "SOURCE_GAP");

  private final Simulation world;
  private final Timeline timeline;

  LogCleaning(Simulation world) {
    this.world = world;
    this.timeline = world.timeline;
  }

  /** Touches only what no recovery can have to walk again, or what no lane has fetched yet. */
  void clean(SimulatedFlow flow) {
    LaneTruth lane = any(List.copyOf(flow.lanes.values()));
    long walked = Long.MAX_VALUE;
    long fetched = 0;
    long kept = Long.MAX_VALUE;
    for (SimulatedFlow other : world.flows) {
      for (LaneTruth reader : other.lanes.values()) {
        if (reader.source == lane.source) {
          walked = Math.min(walked, other.floor(reader.lane));
          fetched = Math.max(fetched, other.furthest.getOrDefault(reader.lane, 0L));
        }
        if (reader.target == lane.source) {
          kept = Math.min(kept, other.targetFloor(reader.lane));
        }
      }
    }
    if (world.lossy && kept == Long.MAX_VALUE && world.losses.nextInt(3) == 0) {
      retention(lane, fetched);
      return;
    }
    long settled = Math.min(Math.min(walked, kept), lane.source.replicated());
    if (timeline.chance(0.3)) {
      lane.source.deleteBefore(settled);
    } else {
      lane.source.compact(0, settled);
      if (kept == Long.MAX_VALUE) {
        lane.source.compact(
            fetched, Math.min(lane.source.lastStableOffset(), lane.source.replicated()));
      }
    }
  }

  /** Goes further than what was mirrored, with luck; also before the lane has begun. */
  private void retention(LaneTruth lane, long fetched) {
    long most = Math.min(lane.source.lastStableOffset(), lane.source.replicated());
    long before = Math.min(most, fetched + world.losses.nextInt(30));
    timeline.trace("%s/%s begins at %d", lane.source.cluster, lane.source.name, before);
    lane.source.deleteBefore(before);
  }

  /** While no instance of the flow runs. */
  void ruin(SimulatedFlow flow) {
    LaneTruth lane = any(List.copyOf(flow.lanes.values()));
    switch (timeline.between(0, 5)) {
      case 0, 1 -> compact(lane.source);
      case 2 -> compact(lane.target);
      case 3 -> expire(lane.source);
      case 4 -> expire(lane.target);
      default -> {
        timeline.trace("%s loses its ledgers", flow.name);
        flow.store.lose();
        flow.lanes.values().forEach(LaneTruth::ledgerLost);
      }
    }
  }

  private void compact(FakePartition log) {
    timeline.trace("%s/%s is compacted", log.cluster, log.name);
    log.compact(log.start(), Math.min(log.replicated(), log.lastStableOffset()));
  }

  private void expire(FakePartition log) {
    long end = Math.min(log.replicated(), log.lastStableOffset());
    long before = timeline.between((int) log.start(), (int) Math.max(log.start(), end));
    timeline.trace("%s/%s begins at %d", log.cluster, log.name, before);
    log.deleteBefore(before);
  }

  private <T> T any(List<T> all) {
    return all.get(timeline.between(0, all.size() - 1));
  }
}
