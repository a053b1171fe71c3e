package io.crosstide.mirror;

import io.crosstide.kafka.RecordRebuilder;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.status.LaneStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A flow with what outlives its instances, and the instance that runs at present. */
final class SimulatedFlow {
  /** Why a lane may stand still in a simulation; anything else is a defect. */
  private static final Set<String> EXPECTED =
      Set.of(
          "POLICY_VIOLATION",
          "MESSAGE_TOO_LARGE",
          "CORRUPT_MESSAGE",
          "CORRUPT_BATCH",
          "SOURCE_GAP");

  /** Lost at the source in the middle of a recovery: nobody can tell what of it is mirrored. */
  private static final String UNTOLD = "SOURCE_GAP";

  private static final int MAX_ROUNDS = 100;

  /** One process of the flow. */
  private final class Instance {
    private final FakeSource fetching;
    private final FakeLedger ledger;
    private final MirrorLoop loop;
    private final Map<LaneLedger, Long> checked = new IdentityHashMap<>();
    private boolean alive = true;
    private boolean stopping;
    private long tickAtMs = -1;
    private boolean dirty = true;

    private Instance() {
      EventSink sink = this::deliver;
      this.fetching = new FakeSource(source, network, timeline, sink, furthest);
      this.ledger = new FakeLedger(store, network, timeline, sink, () -> alive);
      var ports =
          new MirrorLoop.Ports(
              fetching,
              new FakeTarget(target, network, timeline, sink),
              new FakeRegistry(source, target, network, sink),
              ledger,
              new FakeQuarantine(lanes, network, sink),
              new RecordRebuilder(),
              timeline::nowMs);
      this.loop = new MirrorLoop(ports, latencyMs -> {});
    }

    private void deliver(Delivery delivery) {
      if (alive) {
        dirty = true;
        loop.deliver(delivery);
      } else if (delivery.event() instanceof LaneEvent.Fetched(FetchedChunk chunk)) {
        chunk.lease().close();
      }
    }

    private void run() {
      if (!alive || (!dirty && timeline.nowMs() < tickAtMs)) {
        return;
      }
      dirty = false;
      long sleepMs = 0;
      for (int round = 0; sleepMs == 0; round++) {
        Truth.check(round < MAX_ROUNDS, name + " spins");
        sleepMs = loop.runOnce(timeline.nowMs());
      }
      if (tickAtMs <= timeline.nowMs() || tickAtMs > timeline.nowMs() + sleepMs) {
        tickAtMs = timeline.nowMs() + sleepMs;
        timeline.in(sleepMs, () -> {});
      }
      check();
    }

    private void check() {
      for (LaneStatus status : loop.status()) {
        boolean stopped = status.state().equals("stopped");
        String error = status.reason().split(":", 2)[0];
        Truth.check(
            !stopped || EXPECTED.contains(error) || ruined(error), name + " stopped: " + status);
      }
      ledger
          .open()
          .forEach(
              (lane, runs) ->
                  checked.put(runs, lanes.get(lane).judge(runs, checked.getOrDefault(runs, 0L))));
      if (loop.laneCount() == 0) {
        Truth.check(fetching.openLeases() == 0, name + " holds buffers without a lane");
      }
      Truth.check(fetching.bufferedBytes() >= 0, name + " released more than it held");
    }
  }

  final String name;
  final FakeCluster source;
  final FakeCluster target;
  final FakeNetwork network;
  final Map<LaneId, LaneTruth> lanes = new LinkedHashMap<>();
  final FakeLedger.Store store = new FakeLedger.Store();
  final Map<LaneId, Long> furthest = new HashMap<>();
  private final Timeline timeline;
  private final Map<LaneId, LaneSettings> settings = new LinkedHashMap<>();
  private Instance instance;

  /** Whether logs and ledgers may lose what recovery needs. */
  boolean ruinous;

  SimulatedFlow(
      String name, FakeCluster source, FakeCluster target, FakeNetwork network, Timeline timeline) {
    this.name = name;
    this.source = source;
    this.target = target;
    this.network = network;
    this.timeline = timeline;
  }

  void lane(LaneTruth lane, LaneSettings wanted) {
    lanes.put(lane.lane, lane);
    settings.put(lane.lane, wanted);
  }

  void start() {
    instance = new Instance();
    settings.forEach((lane, wanted) -> instance.loop.add(lane, wanted, Pace.UNLIMITED));
  }

  boolean running() {
    return instance.alive;
  }

  /** The process is gone, with everything that it had not sent. */
  void crash() {
    instance.alive = false;
    instance.fetching.close();
  }

  /** Ends all lanes; they may take their time. */
  void stop() {
    instance.stopping = true;
    lanes.keySet().forEach(instance.loop::remove);
    instance.dirty = true;
  }

  /** Ends all lanes and begins them again in the same process. */
  void reopen() {
    lanes.keySet().forEach(instance.loop::remove);
    instance.dirty = true;
  }

  /** The same, without waiting for their end. */
  void replace() {
    if (instance.alive && !instance.stopping) {
      reopen();
      addMissing();
    }
  }

  boolean closed() {
    return instance.loop.laneCount() == 0;
  }

  void addMissing() {
    if (instance.alive && !instance.stopping) {
      settings.forEach((lane, wanted) -> instance.loop.add(lane, wanted, Pace.UNLIMITED));
      instance.dirty = true;
    }
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
      instance.loop.change(lane, now);
    }
    instance.dirty = true;
  }

  /**
   * What a former instance sent may have replaced newer ledgers: the next change makes that good.
   */
  void touch() {
    instance.ledger.open().keySet().forEach(instance.ledger::changed);
  }

  void run() {
    instance.run();
    store.changed().forEach(lane -> lanes.get(lane).judge(store.read(lane), 0));
  }

  /** Everything that must cross has, the ledger says so, and no buffer is held. */
  boolean settled() {
    if (!instance.alive || instance.loop.laneCount() < lanes.size()) {
      return false;
    }
    List<LaneStatus> status = instance.loop.status();
    return status.stream().allMatch(this::settled) && instance.fetching.openLeases() == 0;
  }

  private boolean settled(LaneStatus status) {
    if (status.state().equals("stopped")) {
      String error = status.reason().split(":", 2)[0];
      return ruined(error) || error.equals(UNTOLD);
    }
    LaneId lane = new LaneId(name, status.topic(), status.partition());
    long position = instance.ledger.open().get(lane).nextSource();
    return status.state().equals("copying")
        && status.lagRecords() == 0
        && lanes.get(lane).missing() == 0
        && position == store.read(lane).nextSource()
        && position >= lanes.get(lane).source.lastStableOffset();
  }

  /** Whether a lane may stand still for this, after what was done to the logs. */
  private boolean ruined(String error) {
    return ruinous && LogCleaning.REASONS.contains(error);
  }

  /**
   * A source offset that no recovery of this lane can begin before; negative when there is none.
   */
  long floor(LaneId lane) {
    LaneLedger open = instance.ledger.open().get(lane);
    long stored = store.floor(lane);
    return open == null ? stored : Math.min(stored, open.nextSource());
  }

  /** The same at the target. */
  long targetFloor(LaneId lane) {
    LaneLedger open = instance.ledger.open().get(lane);
    long stored = store.targetFloor(lane);
    return open == null ? stored : Math.min(stored, open.targetEnd());
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
    instance.loop.status().forEach(status -> lines.append("\n  ").append(status));
    return lines.append("\n  leases ").append(instance.fetching.openLeases()).toString();
  }
}
