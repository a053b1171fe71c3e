package io.crosstide.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The exact map between a lane's source offsets and its target offsets. One thread writes; any
 * thread may translate or take a {@link #checkpoint}: each call holds the monitor for a moment.
 *
 * <p>Runs beyond {@link SealedSegments#HEAP_BYTES} leave the heap, oldest first, and translations
 * there are empty; their stored form stays until the bound of {@link SealedSegments#MAX_STUBS}.
 */
public final class LaneLedger {
  /** So many producer ids of a lane are remembered, the newest. */
  public static final int MAX_PRODUCERS = SegmentHeader.MAX_PRODUCERS;

  private final List<Long> producers;
  private SealedSegments sealed;
  private OpenSegment open;
  private LaneNotes notes = new LaneNotes();
  private Optional<Appender> appender;

  LaneLedger(
      SealedSegments sealed, OpenSegment open, List<Long> producers, Optional<Appender> appender) {
    this.sealed = sealed;
    this.open = open;
    this.producers = new ArrayList<>(producers);
    this.appender = appender;
  }

  /** A lane that has not begun. */
  public static LaneLedger empty() {
    return new LaneLedger(new SealedSegments(), null, List.of(), Optional.empty());
  }

  /** True until {@link #begin} or the first run. */
  public synchronized boolean isEmpty() {
    return open == null;
  }

  /** The source offset to go on from; -1 when empty. */
  public synchronized long nextSource() {
    return open == null ? -1 : open.next();
  }

  /**
   * The target offset after the last run; before the first run the end of the target's log when the
   * lane began; -1 when empty.
   */
  public synchronized long targetEnd() {
    return open == null ? -1 : open.targetEnd();
  }

  /**
   * Sets where a new lane begins.
   *
   * @param nextSource the first source offset it will look at
   * @param targetEnd the end of the target's log: nothing the lane wrote lies before it
   * @throws IllegalStateException when the lane has begun already
   */
  public synchronized void begin(long nextSource, long targetEnd) {
    if (open != null) {
      throw new IllegalStateException(
          "begin at source offset " + nextSource + " in a ledger that is at " + open.next());
    }
    if (nextSource < 0) {
      throw new IllegalArgumentException("begin at source offset " + nextSource);
    }
    open = new OpenSegment(nextSource, true, targetEnd);
  }

  /** As whom the lane is claimed: what is noted from here on says so. */
  public synchronized void claimedAs(Owner owner) {
    notes.ownedBy(Optional.of(owner));
  }

  /** Says which logs the lane is about, unless that is known. */
  public synchronized void identify(LogIds logs, long atMs) {
    notes.identify(logs, open.base(), atMs);
  }

  /**
   * Notes a loss in front of which the lane stands or, with a later {@code next}, behind which it
   * goes on. The lane must not go on before that is stored, see {@link LaneNotes#allStored}.
   */
  public synchronized void note(Loss loss, long next) {
    advance(next);
    notes.add(new Note(notes.chapter(), loss, next, open.targetEnd(), LogIds.UNKNOWN));
  }

  /**
   * Opens a chapter: from here on the offsets are of another log, or of the same one cut off.
   *
   * @param next the source offset to go on from, in the new log
   * @param targetEnd nothing that the lane is going to write lies before this target offset
   */
  public synchronized void turn(Loss loss, long next, long targetEnd, LogIds logs) {
    notes.add(new Note(notes.chapter() + 1, loss, next, targetEnd, logs));
    openAt(notes.opening(), notes);
  }

  /** Forgets the runs and stands where one of these notes goes on. */
  synchronized void openAt(Note note, LaneNotes of) {
    sealed = new SealedSegments();
    open = new OpenSegment(note.next(), note.opens() && of.opensAtBeginning(), note.targetEnd());
  }

  /** Takes over notes from the store, of which this one may be ahead of the stored runs. */
  synchronized void recall(LaneNotes stored, Optional<Note> furthest) {
    notes = stored;
    if (furthest.filter(note -> open == null || open.next() < note.next()).isPresent()) {
      openAt(furthest.get(), notes);
      // What it has counted is of the runs that are behind.
      appender = Optional.empty();
    }
  }

  /** What the runs don't tell: losses, which logs these are, leader epochs of the source. */
  public synchronized LaneNotes notes() {
    return notes;
  }

  /** Whether the lane has written under this producer id, as far as is remembered. */
  public synchronized boolean wroteAs(long producerId) {
    return producers.contains(producerId);
  }

  /** Whether the lane has written under no such id; not of one that it may have forgotten. */
  public synchronized boolean neverWroteAs(long producerId) {
    return producers.size() < MAX_PRODUCERS && !wroteAs(producerId);
  }

  /** The lane has written under these producer ids; as what, its batches will tell. */
  public synchronized void hasWrittenAs(Collection<Long> producerIds) {
    appender = Optional.empty();
    producerIds.stream().sorted().forEach(this::remember);
  }

  /**
   * Becomes what another owner of the lane has stored, unless this one is newer. True when it did.
   * The other must not be used any more.
   */
  public synchronized boolean adopt(LaneLedger stored) {
    boolean ahead = isBehind(stored);
    if (ahead) {
      sealed = stored.sealed;
      open = stored.open;
      stored.notes.ownedBy(notes.owner());
      notes = stored.notes;
      producers.clear();
      producers.addAll(stored.producers);
      appender = stored.appender;
    }
    return ahead;
  }

  /**
   * Whether another owner has stored this ledger since: a later chapter, a newer epoch or a
   * producer id that this one does not know, else what is further. Nothing was written behind a
   * chapter that is not in store.
   */
  public synchronized boolean isBehind(LaneLedger stored) {
    int chapters = Integer.compare(stored.notes.chapter(), notes.chapter());
    if (stored.open == null || chapters > 0) {
      return stored.open != null;
    }
    boolean further =
        stored.nextSource() > nextSource()
            || (stored.nextSource() == nextSource() && !producers.containsAll(stored.producers));
    return appender
        .flatMap(mine -> stored.appender.flatMap(other -> mine.before(other, producers)))
        .orElseGet(() -> chapters < 0 ? appender.isEmpty() : further);
  }

  private void remember(long producerId) {
    producers.remove(producerId);
    producers.add(producerId);
    if (producers.size() > SegmentHeader.MAX_PRODUCERS) {
      producers.removeFirst();
    }
  }

  /** As whom the lane appends behind its last run; empty when an older program wrote last. */
  public synchronized Optional<Appender> appender() {
    return appender;
  }

  /** Nothing of the lane is under way, and nothing will be before {@link #writeAs}. */
  public synchronized void rest() {
    appender = appender.map(Appender::resting);
  }

  /** The lane is going to write so. The newest few producer ids are remembered. */
  public synchronized void writeAs(Appender next) {
    appender = Optional.of(next);
    remember(next.producerId());
  }

  /**
   * Adds mirrored records; extends the last run when they go on where it ends on both sides.
   *
   * @throws IllegalArgumentException when the run begins before {@link #nextSource} or {@link
   *     #targetEnd}
   */
  public synchronized void append(Run run) {
    if (open == null) {
      open = new OpenSegment(run.source(), true, run.target());
    }
    if (run.source() < open.next() || run.target() < open.targetEnd()) {
      throw new IllegalArgumentException(
          "run from source offset %d to target offset %d goes back behind source %d, target %d"
              .formatted(run.source(), run.target(), open.next(), open.targetEnd()));
    }
    if (open.continues(run.source(), run.target())) {
      open.extend(run.length());
    } else {
      if (open.isFull()) {
        // Sealed no sooner than now, so that the open segment always holds the last run.
        sealed.add(open.sealed(producers, appender));
        open = new OpenSegment(open.next(), false, open.targetEnd());
      }
      open.add(run.source(), run.target(), run.length());
    }
    appender = appender.map(known -> known.after(run.length()));
  }

  /**
   * Goes on behind records that were mirrored and that the target has removed since: where they
   * stood is not known. Throws as {@link #advance} does.
   */
  public synchronized void removed(long nextSource, int records) {
    advance(nextSource);
    appender = appender.map(known -> known.after(records));
  }

  /**
   * Goes on from a later source offset: what lies between was left out on purpose.
   *
   * @throws IllegalArgumentException when the offset lies before {@link #nextSource}
   */
  public synchronized void advance(long nextSource) {
    if (open == null || nextSource < open.next()) {
      throw new IllegalArgumentException(
          "advance to source offset %d in a ledger that is at %d"
              .formatted(nextSource, nextSource()));
    }
    open.advance(nextSource);
  }

  /**
   * Where a reader of the target stands that has read what a reader of the source has.
   *
   * @param sourceOffset the next source offset to read
   * @return the next target offset to read, of that record or the next one that was mirrored, or
   *     {@link #targetEnd}; empty before the known range
   */
  public synchronized OptionalLong toTarget(long sourceOffset) {
    return new Translation(sealed, open).toTarget(sourceOffset);
  }

  /**
   * Where a reader of the source stands that has read what a reader of the target has.
   *
   * @param targetOffset the next target offset to read
   * @return the next source offset to read, of that record or the next one that was mirrored, or
   *     {@link #nextSource}; empty before the known range
   */
  public synchronized OptionalLong toSource(long targetOffset) {
    return new Translation(sealed, open).toSource(targetOffset);
  }

  /** Lets go of segments whose records the target no longer has, in store too. */
  public synchronized void forgetBefore(long targetLogStart) {
    sealed.forgetBefore(targetLogStart);
  }

  /** What must be stored now so that nothing is lost; {@link #confirm} it once it is durable. */
  public synchronized Checkpoint checkpoint() {
    if (open == null) {
      return new Checkpoint(List.of(), List.of()).with(notes);
    }
    return sealed.checkpoint(open.sealed(producers, appender)).with(notes);
  }

  /** The checkpoint is durable: its sealed segments need not be written again. */
  public synchronized void confirm(Checkpoint stored) {
    notes.confirm(stored.notes(), stored.forgottenNotes());
    if (stored.chapter() == notes.chapter()) {
      sealed.confirm(stored);
    }
  }

  /** Bytes of sealed segments on the heap. */
  public synchronized long sealedBytes() {
    return sealed.heapBytes();
  }
}
