package io.crosstide.mirror;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that happens to a simulated world: writes, crashes, leader changes, refusals, lost
 * messages, {@link LogCleaning}, long pauses.
 */
final class Chaos {
  static final long MAX_MS = 100 * 24 * 3_600_000L;
  private static final Failure REFUSAL =
      new Failure(Failure.Kind.REFUSED, "POLICY_VIOLATION", "not at present");
  private static final long LONG_PAUSE_MS = 8 * 24 * 3_600_000L;

  private final Simulation world;
  private final Timeline timeline;
  private final LogCleaning cleaning;
  private final List<FakePartition> partitions = new ArrayList<>();
  private final double trouble;
  private int writesLeft;
  private boolean oldRecords;
  private long calmUntilMs;

  Chaos(Simulation world) {
    this.world = world;
    this.timeline = world.timeline;
    this.cleaning = new LogCleaning(world);
    this.writesLeft = timeline.between(20, 150);
    this.trouble = timeline.chance(0.2) ? 0 : timeline.between(1, 10) / 40.0;
    world.clusters.values().forEach(cluster -> partitions.addAll(cluster.partitions.values()));
    if (trouble > 0) {
      FakeNetwork.Faults faults = world.network.faults;
      faults.requestLost = timeline.between(0, 4) / 100.0;
      faults.responseLost = timeline.between(0, 4) / 100.0;
      faults.unluckyLeaders = timeline.chance(0.5) ? 0.2 : 0;
      faults.doubled = timeline.between(0, 3) / 100.0;
      faults.heldUp = timeline.between(0, 3) / 100.0;
      faults.corrupted = timeline.chance(0.3) ? timeline.between(1, 30) / 100.0 : 0;
    }
    if (timeline.chance(0.15)) {
      writeOldRecords();
    }
  }

  /**
   * Brokers forget producers of old records every ten minutes. A pipeline of which a leader then
   * takes the second batch and not the first can't be mended: such leaders are not simulated here.
   */
  private void writeOldRecords() {
    oldRecords = true;
    world.applications.ageMs = 10 * FakeProducers.EXPIRATION_MS;
    world.network.faults.cutting = true;
    world.network.faults.corrupted = 0;
    world.network.faults.unluckyLeaders = 0;
  }

  private void forget() {
    if (over() || !oldRecords) {
      return;
    }
    if (world.network.underWay() > 0) {
      timeline.in(1, this::forget);
      return;
    }
    timeline.trace("producers are forgotten");
    calmUntilMs = timeline.nowMs() + 2 * FakeNetwork.MAX_HELD_UP_MS;
    partitions.forEach(partition -> partition.producers.expire(timeline.nowMs()));
  }

  private boolean calm() {
    return oldRecords && timeline.nowMs() < calmUntilMs;
  }

  void begin() {
    act();
  }

  boolean over() {
    return writesLeft <= 0;
  }

  private void act() {
    if (over()) {
      return;
    }
    writesLeft--;
    for (int i = timeline.between(0, 3); i > 0; i--) {
      FakePartition partition = any(List.copyOf(world.written.keySet()));
      world.applications.act(world.written.get(partition), partition);
    }
    if (timeline.chance(trouble)) {
      trouble();
    }
    timeline.in(
        timeline.chance(0.1) ? timeline.between(100, 3_000) : timeline.between(1, 60), this::act);
  }

  private void trouble() {
    SimulatedFlow flow = any(world.flows);
    switch (timeline.between(0, 19)) {
      case 0, 1 -> leaderChange(any(partitions));
      case 2, 3, 4 -> crash(flow, any(flow.instances()));
      case 5 -> stop(flow, any(flow.instances()));
      case 6 -> reopen(flow, any(flow.instances()));
      case 7 -> coordinatorAway(any(List.copyOf(world.clusters.values())));
      case 8 -> refuse(any(partitions));
      case 9 -> shrink(any(world.flows));
      case 10 -> storm();
      case 11 -> forget();
      case 12 -> cleaning.clean(any(world.flows));
      case 13 -> jumpClock();
      case 14 -> any(List.copyOf(world.clusters.values())).coordinator.exhaustEpochs();
      case 15 -> pause(Renewal.RENEW_MS, () -> {});
      case 16 -> flow.group.draw();
      case 17, 18 -> flow.freeze(any(flow.instances()), timeline.between(50, 20_000));
      default -> {
        if (timeline.chance(0.3)) {
          pause(LONG_PAUSE_MS, this::everythingIsForgotten);
        }
      }
    }
  }

  /** For a while most things go wrong. */
  private void storm() {
    world.network.storm(timeline.between(100, 4_000));
    for (FakePartition partition : partitions) {
      for (int i = timeline.between(0, 3); i > 0; i--) {
        timeline.in(timeline.between(0, 1_000), () -> leaderChange(partition));
      }
    }
  }

  private void leaderChange(FakePartition partition) {
    if (partition.up() && !calm()) {
      partition.leaderGoes();
      timeline.in(
          timeline.between(1, timeline.chance(0.1) ? 25_000 : 1_000), partition::leaderComes);
    }
  }

  private void crash(SimulatedFlow flow, SimulatedInstance victim) {
    if (victim.running()) {
      timeline.trace("crash %s", victim);
      victim.crash();
      int awayMs = timeline.chance(0.5) ? 0 : timeline.between(0, 4_000);
      if (world.ruinous && timeline.chance(0.4)) {
        timeline.in(timeline.between(0, awayMs), () -> ruin(flow));
      }
      boolean named = timeline.chance(0.7);
      timeline.in(awayMs, () -> flow.restart(victim, named));
      harass(flow, awayMs);
    }
  }

  private void ruin(SimulatedFlow flow) {
    if (flow.instances().stream().noneMatch(SimulatedInstance::running)) {
      cleaning.ruin(flow);
    }
  }

  /** Recovery is where mistakes hide: more goes wrong while it is under way. */
  private void harass(SimulatedFlow flow, int awayMs) {
    for (int i = timeline.between(0, 3); i > 0; i--) {
      int laterMs = awayMs + timeline.between(1, 800);
      LaneTruth lane = any(List.copyOf(flow.lanes.values()));
      switch (timeline.between(0, 4)) {
        case 0 ->
            timeline.in(
                laterMs,
                () -> {
                  leaderChange(lane.target);
                  timeline.in(timeline.between(1, 50), () -> leaderChange(lane.target));
                });
        case 1 -> timeline.in(laterMs, () -> leaderChange(lane.source));
        case 2 -> timeline.in(laterMs, () -> world.network.storm(timeline.between(20, 300)));
        case 3 -> timeline.in(laterMs, () -> reopen(flow, any(flow.instances())));
        default -> timeline.in(laterMs, () -> crash(flow, any(flow.instances())));
      }
    }
  }

  private void stop(SimulatedFlow flow, SimulatedInstance leaving) {
    if (leaving.steady()) {
      timeline.trace("stop %s", leaving);
      leaving.stop();
      flow.whenClosed(
          leaving,
          40,
          () -> {
            flow.group.leave(leaving);
            crash(flow, leaving);
          });
    }
  }

  private void reopen(SimulatedFlow flow, SimulatedInstance instance) {
    if (!instance.steady()) {
      return;
    }
    timeline.trace("reopen %s", instance);
    instance.reopen();
    if (timeline.chance(0.3)) {
      instance.addMissing();
    } else {
      flow.whenClosed(instance, 10_000, instance::addMissing);
    }
  }

  private void coordinatorAway(FakeCluster cluster) {
    cluster.coordinator.up = false;
    timeline.in(timeline.between(10, 2_000), () -> cluster.coordinator.up = true);
  }

  private void refuse(FakePartition partition) {
    boolean target =
        world.flows.stream()
            .flatMap(f -> f.lanes.values().stream())
            .anyMatch(l -> l.target == partition);
    if (target && !oldRecords) {
      partition.refusal = REFUSAL;
      timeline.in(timeline.between(10, 40_000), () -> partition.refusal = null);
    }
  }

  /** The target takes only small batches; its flows learn of it a while later. */
  private void shrink(SimulatedFlow flow) {
    timeline.trace("shrink %s", flow.name);
    if (oldRecords) {
      return;
    }
    int bytes = timeline.between(500, 5_000);
    flow.lanes.values().forEach(lane -> lane.target.maxBatchBytes = bytes);
    for (SimulatedFlow writer : world.flows) {
      if (writer.target == flow.target) {
        timeline.in(timeline.between(0, 3_000), writer::learnLimits);
      }
    }
  }

  /** Time passes in which nothing is under way. */
  private void pause(long ms, Runnable then) {
    if (over()) {
      return;
    }
    if (world.network.underWay() > 0) {
      timeline.in(1, () -> pause(ms, then));
      return;
    }
    timeline.trace("%d ms pass", ms);
    timeline.pass(ms);
    world.flows.forEach(SimulatedFlow::heard);
    then.run();
  }

  /** By brokers, of idle producers and transactional ids. */
  private void everythingIsForgotten() {
    partitions.forEach(partition -> partition.producers.expire(timeline.nowMs()));
    world.clusters.values().forEach(cluster -> cluster.coordinator.expire());
  }

  /** Somebody sets the instances' clocks, back or forth. */
  private void jumpClock() {
    world.network.faults.clockSkewMs = timeline.between(-100, 100) * 3_600_000L;
  }

  /** Nothing goes wrong any more. */
  void heal() {
    FakeNetwork.Faults faults = world.network.faults;
    faults.requestLost = 0;
    faults.responseLost = 0;
    faults.heldUp = 0;
    faults.corrupted = 0;
    faults.unluckyLeaders = 0;
    faults.doubled = 0;
    faults.clockSkewMs = 0;
    world.applications.finish();
  }

  private <T> T any(List<T> all) {
    return all.get(timeline.between(0, all.size() - 1));
  }
}
