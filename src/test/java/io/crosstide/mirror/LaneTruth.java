package io.crosstide.mirror;

import static io.crosstide.mirror.Truth.check;

import io.crosstide.ledger.Appender;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.Loss;
import io.crosstide.ledger.Note;
import io.crosstide.mirror.Truth.Entry;
import io.crosstide.mirror.Truth.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Judges one lane: what it appends is, in order, each record of the source that must cross, once
 * and unchanged; and a ledger says exactly that and never more.
 */
final class LaneTruth {
  private record Pair(long source, long target) {}

  final LaneId lane;
  final FakePartition source;
  final FakePartition target;
  private final Truth truth;
  private final Predicate<String> takesFrom;

  /** Without a fence a record may stand there more than once. */
  boolean repeats;

  /** Begins somewhere, not at the source's beginning. */
  boolean beginsLate;

  private final List<Pair> mirrored = new ArrayList<>();
  private final Map<Long, Long> targetOf = new HashMap<>();
  private final Set<Long> parked = new HashSet<>();

  /** What the source deleted before the lane began. */
  private final Set<Long> neverHeld = new HashSet<>();

  /** Where in the source the lane began; -1 before. */
  private long began = -1;

  /** Whether every loss must be noted: nothing else takes records away. */
  boolean lossy;

  /**
   * @param takesFrom whether this lane takes what was written under this name
   */
  LaneTruth(
      LaneId lane,
      FakePartition source,
      FakePartition target,
      Truth truth,
      Predicate<String> takesFrom) {
    this.lane = lane;
    this.source = source;
    this.target = target;
    this.truth = truth;
    this.takesFrom = takesFrom;
  }

  void appended(LogBatch batch) {
    batch.records.forEach(this::appended);
  }

  private void appended(long offset, TestRecord record) {
    Entry origin = truth.of(source).byNumber.get(record.number());
    check(origin != null, lane + " wrote what its source does not have: " + record);
    if (repeats && targetOf.containsKey(origin.offset)) {
      return;
    }
    check(
        !targetOf.containsKey(origin.offset),
        lane + " wrote source offset " + origin.offset + " again at " + offset);
    long last = mirrored.isEmpty() ? -1 : mirrored.getLast().source();
    check(origin.offset > last, lane + " went back from " + last + " to " + origin.offset);
    for (Entry between : truth.of(source).entries.subMap(last + 1, origin.offset).values()) {
      check(!mustCross(between), lane + " left out " + between.offset + " before " + origin.offset);
      check(between.outcome != Outcome.OPEN, lane + " overtook an open transaction");
    }
    check(
        origin.outcome == Outcome.COMMITTED && takesFrom.test(origin.writer),
        lane + " wrote " + origin.outcome + " record of " + origin.writer + " at " + origin.offset);
    check(origin.offset < source.replicated(), lane + " wrote what the source may still lose");
    check(
        origin.record.equals(record),
        lane + " changed " + origin.record + " at " + origin.offset + " to " + record);
    mirrored.add(new Pair(origin.offset, offset));
    targetOf.put(origin.offset, offset);
  }

  void truncated(long end) {
    while (!mirrored.isEmpty() && mirrored.getLast().target() >= end) {
      targetOf.remove(mirrored.removeLast().source());
    }
  }

  int count() {
    return mirrored.size();
  }

  /** Of what must cross, what has not. */
  long missing() {
    return truth.of(source).entries.values().stream()
        .filter(entry -> mustCross(entry) && !targetOf.containsKey(entry.offset))
        .count();
  }

  private long begin() {
    if (!beginsLate) {
      return 0;
    }
    if (repeats) {
      // Nobody can say whose beginning stands where nobody can be fenced.
      return mirrored.isEmpty() ? Long.MAX_VALUE : mirrored.getFirst().source();
    }
    return began < 0 ? Long.MAX_VALUE : began;
  }

  /**
   * A lane begins, once, when its first position is durable by an owner that was not fenced until
   * then. Before that it has no position, so that what the source deletes meanwhile is not the
   * lane's to mirror or to note: {@code start} is looked up when a lane begins, not when its flow
   * is started (seed 256: a lane whose claims failed until retention had passed). A position that a
   * fenced owner stores late is no beginning: it has copied nothing, and its successor may have
   * looked for it already.
   */
  void stored(LaneLedger ledger) {
    if (began < 0 && ledger.appender().filter(this::mayAppend).isPresent()) {
      began = ledger.nextSource();
    }
    judge(ledger, 0);
  }

  private boolean mayAppend(Appender appender) {
    return target.producers.takes(appender.producerId(), appender.epoch());
  }

  /**
   * With nothing at the target either, no trace is left of where the lane began: it begins anew
   * (seeds 3570, 4453, 4962).
   */
  void ledgerLost() {
    began = mirrored.isEmpty() ? -1 : began;
  }

  /** Retention of the source has reached this record. */
  void deleted(long offset) {
    if (began < 0) {
      neverHeld.add(offset);
    }
  }

  private boolean mustCross(Entry entry) {
    return entry.offset >= begin()
        && entry.outcome == Outcome.COMMITTED
        && takesFrom.test(entry.writer)
        && !target.poison.test(entry.record.number())
        && !truth.of(source).removed.contains(entry.offset);
  }

  /** A record was put into quarantine. */
  void parked(long offset, TestRecord record) {
    Entry origin = truth.of(source).byNumber.get(record.number());
    check(
        origin != null && origin.offset == offset && origin.record.equals(record),
        lane + " parked something else than is at " + offset + ": " + record);
    check(target.poison.test(record.number()), lane + " parked what the target takes: " + record);
    parked.add(offset);
  }

  /** Whether a record that must not be lost silently is accounted for. */
  private boolean accounted(Entry entry, List<Note> notes) {
    if (!lossy || entry.outcome != Outcome.COMMITTED || !takesFrom.test(entry.writer)) {
      return true;
    }
    if (target.poison.test(entry.record.number())) {
      return truth.of(source).removed.contains(entry.offset)
          || parked.contains(entry.offset) && noted(Loss.Kind.QUARANTINED, entry.offset, notes);
    }
    return !truth.of(source).deleted.contains(entry.offset)
        || neverHeld.contains(entry.offset)
        || noted(Loss.Kind.GAP, entry.offset, notes);
  }

  /** A note that was stored before runs that a late older write took back stands for them. */
  private static boolean forgotten(LaneLedger ledger, long source, long target, List<Note> notes) {
    return ledger.toTarget(source).isEmpty()
        && ledger.toSource(target).isEmpty()
        && notes.stream().anyMatch(note -> note.next() > source);
  }

  private static boolean noted(Loss.Kind kind, long offset, List<Note> notes) {
    return notes.stream()
        .map(Note::loss)
        .anyMatch(l -> l.kind() == kind && l.from() <= offset && offset < l.to());
  }

  /** The ledger from source offset {@code from} on; the result is where to go on the next time. */
  long judge(LaneLedger ledger, long from) {
    if (ledger.isEmpty()) {
      return 0;
    }
    long next = ledger.nextSource();
    List<Note> notes = ledger.notes().all();
    check(ledger.targetEnd() <= target.replicated(), lane + " ledger ends behind the target's log");
    for (Entry entry : truth.of(source).entries.subMap(from, Math.max(from, next)).values()) {
      Long at = targetOf.get(entry.offset);
      check(
          at != null || !mustCross(entry),
          lane + " ledger at " + next + " leads: " + entry.offset + " is not at the target");
      check(
          at != null || accounted(entry, notes),
          lane + " lost " + entry.offset + " silently, the ledger is at " + next);
      if (at != null
          && !repeats
          && !truth.of(target).removed.contains(at)
          && !forgotten(ledger, entry.offset, at, notes)) {
        check(
            ledger.toTarget(entry.offset).equals(OptionalLong.of(at))
                && ledger.toSource(at).equals(OptionalLong.of(entry.offset)),
            lane
                + " ledger maps "
                + entry.offset
                + " to "
                + ledger.toTarget(entry.offset)
                + " and "
                + at
                + " to "
                + ledger.toSource(at)
                + ", but "
                + entry.offset
                + " is at "
                + at);
      }
    }
    return next;
  }
}
