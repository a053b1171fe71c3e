package io.crosstide.mirror;

import io.crosstide.kafka.RecordRebuilder;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.status.LaneStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One process of a simulated flow: a loop with its ports, and a place in the flow's group. */
final class SimulatedInstance {
  private static final int MAX_ROUNDS = 100;
  private static final long HEARTBEAT_MS = 1_000;

  private final SimulatedFlow flow;
  private final Timeline timeline;
  private final FakeSource fetching;
  private final FakeLedger ledger;
  private final MirrorLoop loop;
  private final HeartbeatLease lease = new HeartbeatLease(FakeGroup.SESSION_MS);
  private final FakeNetwork.Connection coordinator = new FakeNetwork.Connection();
  private final Map<LaneLedger, Long> checked = new IdentityHashMap<>();
  private final Set<LaneId> owned = new HashSet<>();

  /** What came in while the process was frozen. */
  private final List<Runnable> unheard = new ArrayList<>();

  private boolean member;
  private long answered;
  private boolean alive = true;
  private boolean frozen;
  private boolean stopping;
  private long tickAtMs = -1;
  private boolean dirty = true;

  SimulatedInstance(SimulatedFlow flow, Timeline timeline) {
    this.flow = flow;
    this.timeline = timeline;
    EventSink sink = this::deliver;
    this.fetching = new FakeSource(flow.source, flow.network, timeline, sink, flow.furthest);
    this.ledger =
        new FakeLedger(
            flow.store,
            flow.network,
            timeline,
            sink,
            new FakeLedger.Process() {
              @Override
              public boolean alive() {
                return alive;
              }

              @Override
              public boolean writes() {
                return !frozen && lease.test(timeline.nowMs());
              }
            });
    var ports =
        new MirrorLoop.Ports(
            fetching,
            new FakeTarget(flow.target, flow.network, timeline, sink),
            new FakeRegistry(flow.source, flow.target, flow.network, sink),
            ledger,
            new FakeQuarantine(flow.lanes, flow.network, sink),
            new RecordRebuilder(),
            timeline::nowMs);
    this.loop = new MirrorLoop(ports, lease, latencyMs -> {});
    heartbeat();
  }

  private void deliver(Delivery delivery) {
    if (alive) {
      dirty = true;
      loop.deliver(delivery);
    } else if (delivery.event() instanceof LaneEvent.Fetched(FetchedChunk chunk)) {
      chunk.lease().close();
    }
  }

  private void heartbeat() {
    if (!alive || (stopping && closed())) {
      return;
    }
    if (frozen) {
      unheard.add(this::heartbeat);
      return;
    }
    long sentAtMs = timeline.nowMs();
    Set<LaneId> has = Set.copyOf(owned);
    boolean knows = member;
    flow.network.<Optional<Set<LaneId>>>call(
        coordinator,
        reply -> {
          if (alive) {
            reply.accept(flow.group.heartbeat(this, has, knows));
          }
        },
        reply -> hear(() -> answered(reply, sentAtMs)),
        () -> hear(this::heartbeat));
  }

  private void hear(Runnable news) {
    if (frozen) {
      unheard.add(news);
    } else if (alive) {
      news.run();
      dirty = true;
    }
  }

  private void answered(Optional<Set<LaneId>> lanes, long sentAtMs) {
    answered++;
    if (lanes.isEmpty()) {
      timeline.trace("%s is given up", this);
      member = false;
      lease.lost();
      owned.forEach(loop::lose);
      owned.clear();
      heartbeat();
      return;
    }
    if (!member) {
      member = true;
      lease.joined(sentAtMs);
    }
    lease.counted(answered, timeline.nowMs());
    arrange(lanes.get());
    timeline.in(HEARTBEAT_MS, this::heartbeat);
  }

  private void arrange(Set<LaneId> lanes) {
    for (LaneId lane : Set.copyOf(owned)) {
      if (!lanes.contains(lane)) {
        timeline.trace("%s is to give %s away", this, lane);
        owned.remove(lane);
        loop.revoke(lane);
      }
    }
    for (LaneId lane : lanes) {
      if (owned.add(lane) && !stopping) {
        timeline.trace("%s is given %s", this, lane);
        loop.add(lane, flow.settings(lane), Pace.UNLIMITED);
      }
    }
  }

  void run() {
    if (!alive || frozen || (!dirty && timeline.nowMs() < tickAtMs)) {
      return;
    }
    dirty = false;
    long sleepMs = 0;
    for (int round = 0; sleepMs == 0; round++) {
      Truth.check(round < MAX_ROUNDS, this + " spins");
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
      Truth.check(Standstill.mayBe(status, flow.ruinous), this + " stopped: " + status);
    }
    ledger
        .open()
        .forEach(
            (lane, runs) ->
                checked.put(
                    runs, flow.lanes.get(lane).judge(runs, checked.getOrDefault(runs, 0L))));
    if (loop.laneCount() == 0) {
      Truth.check(fetching.openLeases() == 0, this + " holds buffers without a lane");
    }
    Truth.check(fetching.bufferedBytes() >= 0, this + " released more than it held");
  }

  /** Whether the lane stands still for what was done to the logs. */
  boolean ruined(LaneId lane) {
    return loop.status().stream()
        .filter(status -> lane.equals(flow.laneOf(status)))
        .anyMatch(status -> Standstill.isRuin(status, flow.ruinous));
  }

  boolean running() {
    return alive;
  }

  /** Alive, at work, and not about to end. */
  boolean steady() {
    return alive && !frozen && !stopping;
  }

  /** The process is gone, with everything that it had not sent. */
  void crash() {
    alive = false;
    fetching.close();
  }

  /** Nothing of the process runs; what it has sent goes on, and its clock. */
  void freeze() {
    timeline.trace("%s is frozen", this);
    frozen = true;
  }

  void thaw() {
    if (!alive) {
      return;
    }
    timeline.trace("%s goes on", this);
    frozen = false;
    dirty = true;
    List<Runnable> news = List.copyOf(unheard);
    unheard.clear();
    // The loop's thread may be quicker than what tells of the group.
    if (timeline.chance(0.5)) {
      run();
    }
    news.forEach(Runnable::run);
  }

  /** Ends all lanes; they may take their time. */
  void stop() {
    stopping = true;
    loop.removeAll();
    dirty = true;
  }

  /** Ends all lanes and begins them again in the same process. */
  void reopen() {
    owned.forEach(loop::remove);
    dirty = true;
  }

  boolean closed() {
    return loop.laneCount() == 0;
  }

  void addMissing() {
    if (steady()) {
      owned.forEach(lane -> loop.add(lane, flow.settings(lane), Pace.UNLIMITED));
      dirty = true;
    }
  }

  void change(LaneId lane, LaneSettings settings) {
    if (alive) {
      loop.change(lane, settings);
      dirty = true;
    }
  }

  /** Heartbeats went as they should. */
  void heard() {
    if (member && alive && !frozen) {
      lease.joined(timeline.nowMs());
    }
  }

  /** Lanes at work make good what a late write has replaced; others' ledgers may be behind. */
  void touch() {
    loop.status().stream()
        .filter(status -> status.state().equals("copying"))
        .map(flow::laneOf)
        .forEach(ledger::changed);
  }

  /** The lane's ledger while this instance has it open, or null. */
  LaneLedger open(LaneId lane) {
    return alive ? ledger.open().get(lane) : null;
  }

  /** Whether this instance runs exactly its lanes, all of which have caught up. */
  boolean settled() {
    return loop.laneCount() == owned.size()
        && loop.status().stream().allMatch(status -> Standstill.settled(status, flow.ruinous))
        && fetching.openLeases() == 0;
  }

  Set<LaneId> owned() {
    return owned;
  }

  String describe() {
    var lines = new StringBuilder("\n " + this + " owns " + owned);
    loop.status().forEach(status -> lines.append("\n  ").append(status));
    return lines.append("\n  leases ").append(fetching.openLeases()).toString();
  }

  @Override
  public String toString() {
    return flow.name + " instance " + flow.number(this);
  }
}
