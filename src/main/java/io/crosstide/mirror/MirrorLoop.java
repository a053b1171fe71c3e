package io.crosstide.mirror;

import io.crosstide.batch.Rebuilder;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.status.LaneStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * Runs many lanes on one thread: hands events to lanes, lanes' commands to the ports, and wakes
 * lanes at their time. Has no thread and no clock of its own: whoever owns it calls {@link
 * #runOnce} in turns with {@link TargetPort#poll}.
 */
public final class MirrorLoop implements EventSink {
  /** The longest a loop sleeps when nothing is to be done, so that it can be seen to live. */
  public static final long MAX_SLEEP_MS = 500;

  /** So many events are taken in one round before the network gets its turn. */
  private static final int MAX_EVENTS_PER_ROUND = 10_000;

  /** Everything that a loop works with. */
  public record Ports(
      SourcePort source,
      TargetPort target,
      RegistryPort registry,
      LedgerPort ledger,
      QuarantinePort quarantine,
      Rebuilder rebuilder,
      LongSupplier timeOfDayMs) {}

  private record Successor(LaneSettings settings, Pace pace) {}

  private record Timer(long atMs, Lane lane) {}

  private final Ports ports;
  private final LongPredicate lease;
  private final LongConsumer settled;
  private final Map<LaneId, Lane> lanes = new HashMap<>();

  /** Above every term of lanes that are closed, so that no late answer fits a lane begun anew. */
  private long newestTerm;

  private final Map<LaneId, LaneStatus> refused = new HashMap<>();
  private final Map<Lane, Long> timers = new HashMap<>();
  private final PriorityQueue<Timer> wakeUps =
      new PriorityQueue<>(Comparator.comparingLong(Timer::atMs));
  private final ConcurrentLinkedQueue<Runnable> orders = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Delivery> inbox = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awake = new AtomicBoolean();

  /** Lanes to begin as soon as their predecessors are closed. */
  private final Map<LaneId, Successor> successors = new HashMap<>();

  private long nowMs;

  /**
   * @param lease whether this instance may write at a time, as {@link #runOnce} has it
   * @param settled told of each acknowledged batch its newest record's timestamp, milliseconds
   *     since the epoch
   */
  public MirrorLoop(Ports ports, LongPredicate lease, LongConsumer settled) {
    this.ports = ports;
    this.lease = lease;
    this.settled = settled;
  }

  @Override
  public void deliver(Delivery delivery) {
    inbox.add(delivery);
    wake();
  }

  /**
   * Begins a lane; one that is there already goes on, as this instance's. One that is about to end
   * ends first. Any thread.
   */
  public void add(LaneId id, LaneSettings settings, Pace pace) {
    order(() -> begin(id, settings, pace));
  }

  /** Tells a lane of new settings. Any thread. */
  public void change(LaneId id, LaneSettings settings) {
    order(() -> changed(id, settings));
  }

  /** The lane is to be another instance's: it goes on until that one fences it. Any thread. */
  public void revoke(LaneId id) {
    order(() -> end(id, new LaneEvent.Revoked()));
  }

  /** Ends a lane at once, because another instance may have it already. Any thread. */
  public void lose(LaneId id) {
    order(() -> end(id, new LaneEvent.Lost()));
  }

  /** Ends a lane: what is under way is still settled. Any thread. */
  public void remove(LaneId id) {
    order(() -> end(id, new LaneEvent.Close()));
  }

  /** The same for every lane, those that go on for another instance among them. Any thread. */
  public void removeAll() {
    order(
        () -> {
          successors.clear();
          List.copyOf(lanes.keySet()).forEach(id -> end(id, new LaneEvent.Close()));
        });
  }

  /** Runs something on the loop's thread, before the next events. Any thread. */
  public void order(Runnable order) {
    orders.add(order);
    wake();
  }

  /** How many lanes are not closed. Loop's thread. */
  public int laneCount() {
    return lanes.size();
  }

  /** What every lane looks like. Loop's thread: use {@link #order} from elsewhere. */
  public List<LaneStatus> status() {
    var all = new ArrayList<>(refused.values());
    for (Lane lane : lanes.values()) {
      all.add(lane.status(ports.source().trouble(lane.id())));
    }
    all.sort(Comparator.comparing(LaneStatus::topic).thenComparing(LaneStatus::partition));
    return all;
  }

  /**
   * Takes what has come in and wakes whose time has come.
   *
   * @param nowMs the present, milliseconds
   * @return how long nothing is to be done unless something comes in, at most {@link #MAX_SLEEP_MS}
   */
  public long runOnce(long nowMs) {
    // Before the queues are looked at: what comes in from here on wakes the next poll.
    awake.set(false);
    this.nowMs = nowMs;
    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
      order.run();
    }
    int taken = 0;
    for (Delivery delivery = inbox.poll(); delivery != null; delivery = next(++taken)) {
      dispatch(delivery, nowMs);
    }
    while (!wakeUps.isEmpty() && wakeUps.peek().atMs() <= nowMs) {
      wake(wakeUps.poll(), nowMs);
    }
    if (!inbox.isEmpty() || !orders.isEmpty()) {
      return 0;
    }
    long next = wakeUps.isEmpty() ? MAX_SLEEP_MS : wakeUps.peek().atMs() - nowMs;
    return Math.clamp(next, 0, MAX_SLEEP_MS);
  }

  private Delivery next(int taken) {
    return taken < MAX_EVENTS_PER_ROUND ? inbox.poll() : null;
  }

  private void wake() {
    if (awake.compareAndSet(false, true)) {
      ports.target().wakeup();
    }
  }

  private void changed(LaneId id, LaneSettings settings) {
    successors.computeIfPresent(id, (lane, next) -> new Successor(settings, next.pace()));
    tell(id, new LaneEvent.SettingsChanged(settings));
  }

  private void end(LaneId id, LaneEvent how) {
    refused.remove(id);
    successors.remove(id);
    tell(id, how);
  }

  private void tell(LaneId id, LaneEvent event) {
    Lane lane = lanes.get(id);
    if (lane != null) {
      step(lane, new Delivery(id, Delivery.ANY_TERM, event), nowMs);
    }
  }

  private void begin(LaneId id, LaneSettings settings, Pace pace) {
    Lane present = lanes.get(id);
    if (present != null) {
      goOn(present, new Successor(settings, pace));
      return;
    }
    LaneLedger ledger;
    try {
      ledger = ports.ledger().open(id, settings.target());
      refused.remove(id);
    } catch (RuntimeException e) {
      // Without its ledger a lane would mirror everything again: it does not begin.
      refused.put(id, LaneReport.refused(id, settings, "ledger can't be read: " + e.getMessage()));
      return;
    }
    var context =
        new LaneContext(
            ledger,
            ports.registry()::originOf,
            ports.rebuilder(),
            pace,
            lease,
            settled,
            ports.timeOfDayMs(),
            new PortCalls(ports, settings.target()));
    var lane = new Lane(id, settings, context);
    lanes.put(id, lane);
    lane.start(newestTerm);
  }

  /** A lane that is there already is this instance's still, or again. */
  private void goOn(Lane present, Successor next) {
    LaneId id = present.id();
    boolean elsewhere = !present.settings().target().equals(next.settings().target());
    if (elsewhere || present.draining()) {
      successors.put(id, next);
      if (!present.draining()) {
        tell(id, new LaneEvent.Close());
      }
      return;
    }
    // It may end just now, for want of a lease while it was somebody else's; then it begins anew.
    successors.put(id, next);
    tell(id, new LaneEvent.Assigned());
    if (!successors.remove(id, next)) {
      return;
    }
    if (!present.settings().equals(next.settings())) {
      tell(id, new LaneEvent.SettingsChanged(next.settings()));
    }
  }

  private void dispatch(Delivery delivery, long nowMs) {
    Lane lane = lanes.get(delivery.lane());
    if (lane == null) {
      if (delivery.event() instanceof LaneEvent.Fetched(FetchedChunk chunk)) {
        chunk.lease().close();
      }
      return;
    }
    step(lane, delivery, nowMs);
  }

  /** A defect in one lane is that lane's: it stops, the others go on. */
  private void step(Lane lane, Delivery delivery, long nowMs) {
    try {
      lane.step(delivery, nowMs);
    } catch (RuntimeException e) {
      lane.broken(e, nowMs);
    }
    after(lane);
  }

  private void wake(Timer timer, long nowMs) {
    Lane lane = timer.lane();
    if (timers.remove(lane, timer.atMs())) {
      step(lane, new Delivery(lane.id(), lane.term(), new LaneEvent.Woken()), nowMs);
    }
  }

  /** A lane has one timer that counts, the newest; older ones are passed over when they come up. */
  private void after(Lane lane) {
    if (lane.closed()) {
      newestTerm = Math.max(newestTerm, lane.term());
      lanes.remove(lane.id(), lane);
      timers.remove(lane);
      Successor successor = successors.remove(lane.id());
      if (successor != null) {
        begin(lane.id(), successor.settings(), successor.pace());
      }
      return;
    }
    long atMs = lane.wakeAtMs();
    if (atMs == Long.MAX_VALUE) {
      timers.remove(lane);
    } else if (!Long.valueOf(atMs).equals(timers.put(lane, atMs))) {
      wakeUps.add(new Timer(atMs, lane));
    }
  }
}
