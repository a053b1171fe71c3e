package io.crosstide.flow;

import io.crosstide.kafka.SourceSettings;
import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.MirrorLoop;
import io.crosstide.status.LaneStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * The loops of a flow, one more whenever there is a core for it and the others have enough lanes. A
 * lane goes to the loop with the fewest and comes back to the one it was on. One thread at a time
 * places lanes; deliveries come from any.
 */
final class FlowLoops {
  /** More would wait for one another at the brokers rather than for a core. */
  static final int MAX_LOOPS = 4;

  /** A loop with fewer lanes is not worth another one's threads and connections. */
  static final int LANES_PER_LOOP = 2;

  private static final Comparator<LaneStatus> ORDER =
      Comparator.comparing(LaneStatus::topic).thenComparing(LaneStatus::partition);

  private final FlowLoop.Shared shared;
  private final int maxLoops;
  private final List<FlowLoop> loops = new CopyOnWriteArrayList<>();

  /** Where lanes are or were last. No more than the flow ever had on this instance. */
  private final Map<LaneId, FlowLoop> placed = new ConcurrentHashMap<>();

  FlowLoops(FlowLoop.Shared shared, int maxLoops) {
    this.shared = shared;
    this.maxLoops = maxLoops;
  }

  /** As many as there are cores, within bounds. */
  static int forThisMachine() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_LOOPS);
  }

  /**
   * The loop of a lane that is to run.
   *
   * @param running every lane that runs at present
   */
  MirrorLoop place(LaneId lane, Iterable<LaneId> running) {
    return placed.computeIfAbsent(lane, id -> choose(running)).loop();
  }

  private FlowLoop choose(Iterable<LaneId> running) {
    Map<FlowLoop, Integer> lanes = new HashMap<>();
    running.forEach(
        id ->
            Optional.ofNullable(placed.get(id)).ifPresent(at -> lanes.merge(at, 1, Integer::sum)));
    Comparator<FlowLoop> byLanes = Comparator.comparing(loop -> lanes.getOrDefault(loop, 0));
    Optional<FlowLoop> least = loops.stream().min(byLanes);
    boolean full = least.map(loop -> lanes.getOrDefault(loop, 0) >= LANES_PER_LOOP).orElse(true);
    return full && loops.size() < maxLoops ? another() : least.orElseThrow();
  }

  private FlowLoop another() {
    long all = shared.flow().limits().bufferBytes();
    long each = Math.max(SourceSettings.MIN_BUFFER_BYTES, all / (loops.size() + 1));
    loops.forEach(loop -> loop.bufferBytes(each));
    FlowLoop loop = new FlowLoop(shared, each);
    loops.add(loop);
    return loop;
  }

  /** The loop of a lane that was placed. */
  Optional<MirrorLoop> of(LaneId lane) {
    return Optional.ofNullable(placed.get(lane)).map(FlowLoop::loop);
  }

  void deliver(Delivery delivery) {
    of(delivery.lane()).ifPresent(loop -> loop.deliver(delivery));
  }

  int size() {
    return loops.size();
  }

  List<LaneStatus> lanes() {
    return loops.stream().flatMap(loop -> loop.lanes().stream()).sorted(ORDER).toList();
  }

  boolean alive() {
    return loops.stream().allMatch(FlowLoop::alive);
  }

  /** Waits for what is under way, at most {@code settleMs} over all loops. */
  void close(long settleMs) throws InterruptedException {
    loops.forEach(FlowLoop::drain);
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(settleMs);
    InterruptedException interrupted = null;
    for (FlowLoop loop : new ArrayList<>(loops)) {
      try {
        loop.close(Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime())));
      } catch (InterruptedException e) {
        interrupted = e;
      }
    }
    if (interrupted != null) {
      throw interrupted;
    }
  }
}
