package io.crosstide.mirror;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A flow's group as its coordinator keeps it: gives each lane to one member, takes it away only
 * when that one has let go of it or was silent for too long. Targets are drawn at random, so that
 * lanes move more often than they would. Does not do: assignment by anything, epochs of members.
 */
final class FakeGroup {
  static final long SESSION_MS = 6_000;

  private final Timeline timeline;
  private final List<LaneId> lanes = new ArrayList<>();
  private final Map<SimulatedInstance, Long> heardAtMs = new LinkedHashMap<>();
  private final Map<LaneId, SimulatedInstance> wanted = new HashMap<>();
  private final Map<LaneId, SimulatedInstance> held = new HashMap<>();

  FakeGroup(Timeline timeline) {
    this.timeline = timeline;
  }

  void lane(LaneId lane) {
    lanes.add(lane);
  }

  /**
   * One heartbeat.
   *
   * @param member who sends it; joins when it is no member
   * @param owned what it had when it sent it
   * @param knows whether it takes itself for a member
   * @return what it is to have now; empty when it was given up
   */
  Optional<Set<LaneId>> heartbeat(SimulatedInstance member, Set<LaneId> owned, boolean knows) {
    expel();
    if (!heardAtMs.containsKey(member)) {
      if (knows) {
        return Optional.empty();
      }
      heardAtMs.put(member, timeline.nowMs());
      draw();
    }
    heardAtMs.put(member, timeline.nowMs());
    var has = new HashSet<LaneId>();
    for (LaneId lane : lanes) {
      if (held.get(lane) == member && !owned.contains(lane)) {
        held.remove(lane);
      }
      if (wanted.get(lane) == member) {
        held.putIfAbsent(lane, member);
      }
    }
    lanes.stream()
        .filter(lane -> held.get(lane) == member && wanted.get(lane) == member)
        .forEach(has::add);
    return Optional.of(has);
  }

  /** Lanes may change hands from now on. */
  void draw() {
    if (heardAtMs.isEmpty()) {
      wanted.clear();
      return;
    }
    var members = List.copyOf(heardAtMs.keySet());
    for (LaneId lane : lanes) {
      SimulatedInstance present = wanted.get(lane);
      if (!heardAtMs.containsKey(present) || timeline.chance(0.5)) {
        wanted.put(lane, members.get(timeline.between(0, members.size() - 1)));
      }
    }
  }

  void leave(SimulatedInstance member) {
    if (heardAtMs.remove(member) != null) {
      held.values().removeIf(holder -> holder == member);
      draw();
    }
  }

  private void expel() {
    var silent = new ArrayList<SimulatedInstance>();
    heardAtMs.forEach(
        (member, atMs) -> {
          if (timeline.nowMs() - atMs >= SESSION_MS) {
            silent.add(member);
          }
        });
    silent.forEach(this::leave);
  }

  /** Time has passed in which heartbeats went as they should. */
  void heardAll() {
    heardAtMs.replaceAll((member, atMs) -> timeline.nowMs());
  }
}
