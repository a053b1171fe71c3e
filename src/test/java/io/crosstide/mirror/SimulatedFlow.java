package io.crosstide.mirror;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.status.LaneStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** A flow with what outlives its instances, and the instances that run at present. */
final class SimulatedFlow {
  final String name;
  final FakeCluster source;
  final FakeCluster target;
  final FakeNetwork network;
  final FakeGroup group;
  final Map<LaneId, LaneTruth> lanes = new LinkedHashMap<>();
  final FakeLedger.Store store = new FakeLedger.Store();
  final Map<LaneId, Long> furthest = new HashMap<>();
  private final Timeline timeline;
  private final Map<LaneId, LaneSettings> settings = new LinkedHashMap<>();

  /** Those that were started last, each in the place of one before it. */
  private final List<SimulatedInstance> instances = new ArrayList<>();

  /** Whether logs and ledgers may lose what recovery needs. */
  boolean ruinous;

  SimulatedFlow(
      String name, FakeCluster source, FakeCluster target, FakeNetwork network, Timeline timeline) {
    this.name = name;
    this.source = source;
    this.target = target;
    this.network = network;
    this.timeline = timeline;
    this.group = new FakeGroup(timeline);
  }

  void lane(LaneTruth lane, LaneSettings wanted) {
    lanes.put(lane.lane, lane);
    settings.put(lane.lane, wanted);
    group.lane(lane.lane);
  }

  LaneId laneOf(LaneStatus status) {
    return new LaneId(name, status.topic(), status.partition());
  }

  LaneSettings settings(LaneId lane) {
    return settings.get(lane);
  }

  /** Starts so many instances. */
  void start(int count) {
    for (int i = 0; i < count; i++) {
      instances.add(new SimulatedInstance(this, timeline));
    }
  }

  /**
   * In the place of one that has ended.
   *
   * @param named whether its name tells whom it follows, whose session is not waited for then
   */
  void restart(SimulatedInstance ended, boolean named) {
    int at = instances.indexOf(ended);
    if (named) {
      group.leave(ended);
    }
    if (at >= 0) {
      instances.set(at, new SimulatedInstance(this, timeline));
    }
  }

  /** For less or more than a session. */
  void freeze(SimulatedInstance instance, int ms) {
    if (instance.steady()) {
      instance.freeze();
      timeline.in(ms, instance::thaw);
    }
  }

  /** Looks {@code patience} times whether an instance's lanes are closed, then goes on. */
  void whenClosed(SimulatedInstance instance, int patience, Runnable then) {
    if (patience == 0 || !instance.running() || instance.closed()) {
      then.run();
    } else {
      timeline.in(50, () -> whenClosed(instance, patience - 1, then));
    }
  }

  int number(SimulatedInstance instance) {
    return instances.indexOf(instance);
  }

  List<SimulatedInstance> instances() {
    return instances;
  }

  /** Limits of target topics are looked up. */
  void learnLimits() {
    for (LaneId lane : new ArrayList<>(settings.keySet())) {
      LaneSettings was = settings.get(lane);
      int bytes = Math.min(was.maxBatchBytes(), lanes.get(lane).target.maxBatchBytes);
      var now =
          new LaneSettings(
                  was.target(),
                  was.start(),
                  was.forward(),
                  was.delivery(),
                  was.targetCodec(),
                  bytes)
              .with(was.losses(), was.logs());
      settings.put(lane, now);
      instances.forEach(instance -> instance.change(lane, now));
    }
  }

  /** Time has passed in which heartbeats went as they should. */
  void heard() {
    group.heardAll();
    instances.forEach(SimulatedInstance::heard);
  }

  void touch() {
    instances.stream().filter(SimulatedInstance::running).forEach(SimulatedInstance::touch);
  }

  void run() {
    instances.forEach(SimulatedInstance::run);
    store.changed().forEach(lane -> lanes.get(lane).stored(store.read(lane)));
  }

  /** Everything that must cross has, the ledger says so, and no buffer is held. */
  boolean settled() {
    var owned = new HashSet<LaneId>();
    for (SimulatedInstance instance : instances) {
      if (!instance.steady() || !instance.settled()) {
        return false;
      }
      owned.addAll(instance.owned());
    }
    return owned.size() == lanes.size() && lanes.keySet().stream().allMatch(this::settled);
  }

  private boolean settled(LaneId lane) {
    if (instances.stream().anyMatch(instance -> instance.ruined(lane))) {
      return true;
    }
    // A lane that was ended may have to begin again while one that was given away goes on.
    long position = open(lane).mapToLong(LaneLedger::nextSource).findFirst().orElse(-1);
    return lanes.get(lane).missing() == 0
        && position == store.read(lane).nextSource()
        && position >= lanes.get(lane).source.lastStableOffset();
  }

  private Stream<LaneLedger> open(LaneId lane) {
    return instances.stream().map(instance -> instance.open(lane)).filter(Objects::nonNull);
  }

  /**
   * A source offset that no recovery of this lane can begin before; negative when there is none.
   */
  long floor(LaneId lane) {
    return floor(lane, store.floor(lane), LaneLedger::nextSource);
  }

  /** The same at the target. */
  long targetFloor(LaneId lane) {
    return floor(lane, store.targetFloor(lane), LaneLedger::targetEnd);
  }

  private long floor(LaneId lane, long stored, ToLongFunction<LaneLedger> position) {
    return Math.min(stored, open(lane).mapToLong(position).min().orElse(stored));
  }

  String describe() {
    var lines = new StringBuilder(name);
    lanes
        .values()
        .forEach(
            lane ->
                lines
                    .append("\n  ")
                    .append(lane.lane)
                    .append(" mirrored ")
                    .append(lane.count())
                    .append(" missing ")
                    .append(lane.missing())
                    .append(" source ")
                    .append(lane.source.lastStableOffset())
                    .append(" stored ")
                    .append(store.read(lane.lane).nextSource()));
    instances.forEach(instance -> lines.append(instance.describe()));
    return lines.toString();
  }
}
