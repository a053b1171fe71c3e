package io.crosstide.mirror;

import io.crosstide.ledger.Appender;
import io.crosstide.ledger.Checkpoint;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.Note;
import io.crosstide.ledger.StoredLedger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ledgers as one instance holds them, and the store that outlives it. Flushes at times of its own;
 * what a crashed instance sent may still arrive.
 */
final class FakeLedger implements LedgerPort {
  private static final int MAX_FLUSH_MS = 1_500;
  private static final int LAZY_FLUSH_MS = 10_000;

  /** What is durable of one flow's ledgers. */
  static final class Store {
    private final Map<LaneId, StoredLedger> lanes = new HashMap<>();
    private final Map<LaneId, List<Long>> underWay = new HashMap<>();
    private final Set<LaneId> written = new HashSet<>();

    /** Nobody reads again behind a fence; two owners may know nothing of each other (seed 3011). */
    boolean unfenced;

    /** The lanes that were stored since the last call. */
    List<LaneId> changed() {
      List<LaneId> all = List.copyOf(written);
      written.clear();
      return all;
    }

    LaneLedger read(LaneId lane) {
      return of(lane).ledger();
    }

    private StoredLedger of(LaneId lane) {
      return lanes.computeIfAbsent(lane, l -> new StoredLedger());
    }

    /** A position that no later reader of the store can be behind; -1 when there may be none. */
    long floor(LaneId lane) {
      long floor = read(lane).nextSource();
      for (long position : underWay.getOrDefault(lane, List.of())) {
        floor = Math.min(floor, position);
      }
      return floor;
    }

    /** The same for the target. */
    long targetFloor(LaneId lane) {
      LaneLedger stored = read(lane);
      return floor(lane) < stored.nextSource() ? -1 : stored.targetEnd();
    }

    /** The topic was deleted, or made anew. */
    void lose() {
      lanes.clear();
    }

    /** As the topic's records are in order. */
    private void write(LaneId lane, Checkpoint checkpoint) {
      StoredLedger stored = of(lane);
      int chapter = checkpoint.chapter();
      checkpoint.notes().forEach(note -> stored.put(Note.decode(note.id(), note.encoded())));
      checkpoint.segments().forEach(segment -> stored.put(chapter, segment));
      checkpoint.forgotten().forEach(base -> stored.remove(chapter, base));
      checkpoint.forgottenNotes().forEach(stored::removeNote);
      written.add(lane);
    }
  }

  private final Store store;
  private final FakeNetwork network;
  private final Timeline timeline;
  private final EventSink sink;
  private final Process process;
  private final Map<LaneId, LaneLedger> open = new HashMap<>();
  private final Set<LaneId> changed = new HashSet<>();
  private final Set<LaneId> held = new HashSet<>();

  /** Ledgers of this process with a write under way. */
  private final Map<LaneId, LaneLedger> unstored = new HashMap<>();

  private final FakeNetwork.Connection connection = new FakeNetwork.Connection();

  /** The process that this is part of. */
  interface Process {
    boolean alive();

    /** Whether it runs at present, and may write. */
    boolean writes();
  }

  FakeLedger(Store store, FakeNetwork network, Timeline timeline, EventSink sink, Process process) {
    this.store = store;
    this.network = network;
    this.timeline = timeline;
    this.sink = sink;
    this.process = process;
    flushLater();
  }

  Map<LaneId, LaneLedger> open() {
    return open;
  }

  @Override
  public LaneLedger open(LaneId lane, TargetPartition partition) {
    // What this process has still to store is newer than what is stored.
    LaneLedger ledger = unstored.getOrDefault(lane, store.read(lane));
    open.put(lane, ledger);
    held.remove(lane);
    changed.remove(lane);
    return ledger;
  }

  @Override
  public void changed(LaneId lane) {
    changed.add(lane);
  }

  @Override
  public void hold(LaneId lane) {
    held.add(lane);
    unstored.remove(lane);
  }

  @Override
  public void store(LaneId lane, long term) {
    held.remove(lane);
    write(
        lane,
        () -> sink.deliver(new Delivery(lane, term, new LaneEvent.LedgerStored())),
        () ->
            sink.deliver(
                new Delivery(
                    lane, term, new LaneEvent.OperationFailed("store", FakeTarget.unanswered()))));
  }

  @Override
  public void read(LaneId lane, long term) {
    network.<LaneLedger>call(
        connection,
        reply -> reply.accept(store.read(lane)),
        stored -> {
          LaneLedger known = open.get(lane);
          if (known != null) {
            LaneEvent answer = new LaneEvent.LedgerRead(known.adopt(stored));
            sink.deliver(new Delivery(lane, term, answer));
          }
        },
        () ->
            sink.deliver(
                new Delivery(
                    lane, term, new LaneEvent.OperationFailed("read", FakeTarget.unanswered()))));
  }

  @Override
  public void release(LaneId lane) {
    // Who has changed nothing may have read what another owner has replaced since.
    if (process.writes() && changed.contains(lane)) {
      write(lane, () -> {}, () -> {});
    }
    open.remove(lane);
    changed.remove(lane);
  }

  @Override
  public boolean flush(long timeoutMs) {
    for (LaneId lane : new ArrayList<>(changed)) {
      LaneLedger sent = open.get(lane);
      write(
          lane,
          () -> {},
          () -> {
            if (open.get(lane) == sent) {
              changed.add(lane);
            }
          });
    }
    changed.clear();
    return false;
  }

  private void flushLater() {
    timeline.in(
        timeline.chance(0.3) ? LAZY_FLUSH_MS : timeline.between(50, MAX_FLUSH_MS),
        () -> {
          if (process.alive()) {
            if (process.writes()) {
              flush(0);
            }
            flushLater();
          }
        });
  }

  /** What is further under the same name is what its own former write has stored late. */
  private static boolean hasSuccessor(LaneLedger ledger, LaneLedger stored) {
    if (ledger.appender().isEmpty() || stored.appender().isEmpty()) {
      return false;
    }
    Appender mine = ledger.appender().get();
    Appender other = stored.appender().get();
    return mine.producerId() == other.producerId()
        ? mine.epoch() < other.epoch()
        : !ledger.wroteAs(other.producerId());
  }

  private void write(LaneId lane, Runnable done, Runnable lost) {
    LaneLedger ledger = open.get(lane);
    if (ledger == null || held.contains(lane)) {
      return;
    }
    boolean former = !store.unfenced && hasSuccessor(ledger, store.read(lane));
    Truth.check(!former, lane + " is stored by a former owner");
    Checkpoint checkpoint = ledger.checkpoint();
    Long position = ledger.nextSource();
    timeline.trace("%s ledger is sent, at %d", lane, position);
    List<Long> underWay = store.underWay.computeIfAbsent(lane, l -> new ArrayList<>());
    underWay.add(position);
    unstored.put(lane, ledger);
    // Held up at most so long; lost ones are kept in mind as long, which does no harm.
    timeline.in(
        FakeNetwork.MAX_HELD_UP_MS + FakeNetwork.REQUEST_TIMEOUT_MS,
        () -> underWay.remove(position));
    network.<Boolean>call(
        connection,
        reply -> {
          timeline.trace("%s ledger is stored, at %d", lane, position);
          store.write(lane, checkpoint);
          reply.accept(true);
        },
        stored -> {
          ledger.confirm(checkpoint);
          unstored.remove(lane, ledger);
          done.run();
        },
        lost);
  }

  @Override
  public void close() {}
}
