package io.crosstide.mirror;

import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.Piece;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.Run;
import java.util.Optional;

/**
 * A lane at work: sift, send, settle. Each method returns the failure that this state can't heal,
 * or null; the lane decides what then.
 */
final class Copying {
  /** From so many batches under way on, tiny batches that wait are joined. */
  static final int JOIN_FROM_IN_FLIGHT = 3;

  /** Before the registry is asked again that could not be read. */
  static final long ASK_AGAIN_MS = 2_000;

  private final LaneId id;
  private final long term;
  private final LaneContext context;
  private final LaneCounters counters;
  private final SiftedQueue queue;
  private final Packer packer;
  private final Sending sending;
  private final ReplayWalk walk;
  private final Narrowing narrowing;

  private LaneSettings settings;
  private long wallMs;
  private long wakeAtMs = Long.MAX_VALUE;
  private long asked = SiftedQueue.NOBODY;
  private Failure notJudged;
  private Failure blocked;
  private Failure ending;
  private boolean draining;
  private boolean held;

  Copying(
      LaneId id,
      long term,
      LaneContext context,
      LaneSettings settings,
      LaneCounters counters,
      Begin begin) {
    this.id = id;
    this.term = term;
    this.context = context;
    this.settings = settings;
    this.counters = counters;
    this.narrowing = begin.narrowing();
    this.queue =
        new SiftedQueue(
            context.origins(),
            settings.forward(),
            counters,
            context.ledger().notes()::sawEpoch,
            begin.sourceOffset());
    this.packer = new Packer(queue, context.rebuilder());
    this.walk = new ReplayWalk(begin.replay(), context, queue, packer);
    this.sending =
        new Sending(
            begin.identity(),
            counters,
            batch -> command(new LaneCommand.Produce(batch)),
            this::settled);
  }

  /** Where and as whom the copy goes on. */
  record Begin(ProducerIdentity identity, long sourceOffset, Replay replay, Narrowing narrowing) {}

  ProducerIdentity identity() {
    return sending.identity();
  }

  /** What of the replay is still to be walked. */
  Replay replay() {
    return walk.replay();
  }

  /** Whether the source was walked past all that a former owner left, or can't be. */
  boolean walked(long nowMs) {
    return walk.over(nowMs);
  }

  /** As whom the copy can go on later; nobody while a replay would be forgotten. */
  Optional<ProducerIdentity> resumable() {
    return !walk.needed() ? Optional.of(identity()) : Optional.empty();
  }

  long wakeAtMs() {
    return Math.min(Math.min(wakeAtMs, walk.wakeAtMs()), sending.wakeAtMs());
  }

  /** The failure that is being retried at present, or null. */
  Failure trouble() {
    return sending.trouble() != null ? sending.trouble() : notJudged;
  }

  /** Timestamp of the oldest record that is fetched and not mirrored, or -1. */
  long oldestTimestampMs() {
    return sending.idle() ? queue.nextTimestampMs() : sending.oldestTimestampMs();
  }

  void change(LaneSettings changed) {
    settings = changed;
  }

  Failure fetched(FetchedChunk chunk, long nowMs) {
    if (draining) {
      chunk.lease().close();
      return null;
    }
    wallMs = chunk.fetchedAtMs();
    queue.add(chunk);
    walk.sourceEnds(chunk.lastStableOffset());
    return pump(nowMs);
  }

  Failure judged(long nowMs) {
    asked = SiftedQueue.NOBODY;
    notJudged = null;
    return pump(nowMs);
  }

  /** The registry could not be read: ask again a little later. */
  void notJudged(Failure failure, long nowMs) {
    notJudged = failure;
    asked = SiftedQueue.NOBODY;
    wakeAtMs = Math.min(wakeAtMs, nowMs + ASK_AGAIN_MS);
  }

  Failure acknowledged(int baseSequence, long targetOffset, long nowMs) {
    return or(sending.acknowledged(baseSequence, targetOffset, nowMs), nowMs);
  }

  Failure failed(int baseSequence, Failure failure, long nowMs) {
    return or(sending.failed(baseSequence, failure, nowMs), nowMs);
  }

  Failure woken(long nowMs) {
    if (nowMs >= wakeAtMs) {
      wakeAtMs = Long.MAX_VALUE;
    }
    return or(sending.woken(nowMs), nowMs);
  }

  private Failure or(Failure failure, long nowMs) {
    return failure != null ? failure : pump(nowMs);
  }

  /** The oldest batch under way, or null. */
  OutBatch oldest() {
    return sending.oldest();
  }

  /** Takes note of a failure that ends the copy once everything under way has its answer. */
  Failure block(Failure failure) {
    blocked = failure;
    return sending.idle() ? failure : null;
  }

  /** Sends nothing for the present, so that what is under way comes home. */
  void hold() {
    held = true;
  }

  boolean held() {
    return held;
  }

  /** The same once everything that was fetched has crossed too. */
  Failure endWith(Failure failure, long nowMs) {
    ending = failure;
    return pump(nowMs);
  }

  private boolean exhausted() {
    return packer.isEmpty() && queue.peek() == null && queue.unjudged() == SiftedQueue.NOBODY;
  }

  /** Sends nothing more; what is under way is still waited for. */
  void drain() {
    packer.clear();
    queue.clear();
    draining = true;
  }

  /** Gives every buffer back. */
  void close() {
    sending.close();
    packer.clear();
    queue.clear();
  }

  boolean idle() {
    return sending.idle();
  }

  /** Whether the ledger tells all that this lane has at the target. */
  boolean settled() {
    return sending.idle() && !walk.needed();
  }

  private Failure pump(long nowMs) {
    if (sending.trouble() != null) {
      return null;
    }
    if (blocked == null && !draining) {
      try {
        replayWhatIsThere(nowMs);
        sendWhatFits(nowMs);
        askForUnjudged();
        passOverDropped();
        blocked = ending != null && exhausted() ? ending : null;
      } catch (MalformedBatchException e) {
        blocked = new Failure(Failure.Kind.CORRUPT, "CORRUPT_BATCH", e.getMessage());
      }
    }
    // What lies before the damage is brought home first.
    return sending.idle() ? blocked : null;
  }

  private void replayWhatIsThere(long nowMs) {
    if (walk.needed() && walk.step(nowMs)) {
      command(new LaneCommand.LedgerChanged());
    }
  }

  private void sendWhatFits(long nowMs) {
    while (!walk.needed() && !held && sending.hasRoom(nowMs)) {
      long delayMs = context.pace().delayMs(nowMs);
      if (delayMs > 0) {
        wakeAtMs = Math.min(wakeAtMs, nowMs + delayMs);
        return;
      }
      boolean join = sending.underWay() >= JOIN_FROM_IN_FLIGHT;
      PreparedBatch prepared = packer.next(settings, join, narrowing.limit(queue.wanted()));
      if (prepared == null) {
        return;
      }
      context.pace().take(prepared.batch().sizeInBytes());
      sending.send(prepared, nowMs, wallMs);
    }
  }

  private void askForUnjudged() {
    long producerId = queue.unjudged();
    if (producerId != SiftedQueue.NOBODY && producerId != asked) {
      asked = producerId;
      command(new LaneCommand.Resolve(producerId));
    }
  }

  /**
   * Batches that were left out move the position too, else they would be read again after every
   * restart.
   */
  private void passOverDropped() {
    if (!packer.isEmpty() || queue.peek() != null || walk.needed() || held) {
      return;
    }
    if (sending.idle()) {
      LaneLedger ledger = context.ledger();
      if (queue.wanted() > ledger.nextSource()) {
        ledger.advance(queue.wanted());
        command(new LaneCommand.LedgerChanged());
      }
    } else {
      Window.Entry newest = sending.newest();
      newest.sourceNext = Math.max(newest.sourceNext, queue.wanted());
    }
  }

  /** Into the ledger goes what is acknowledged, in order, and nothing else. */
  private void settled(Window.Entry entry) {
    LaneLedger ledger = context.ledger();
    OutBatch batch = entry.batch;
    long target = entry.targetOffset();
    for (Piece piece : batch.pieces()) {
      ledger.append(new Run(piece.source(), target, piece.count()));
      target += piece.count();
    }
    ledger.advance(Math.max(entry.sourceNext, ledger.nextSource()));
    command(new LaneCommand.LedgerChanged());
    narrowing.taken(batch.recordCount());
    counters.records += batch.recordCount();
    counters.bytes += batch.bytes().remaining();
    counters.crossed(entry.path);
    if (batch.maxTimestampMs() >= 0) {
      context.settled().accept(batch.maxTimestampMs());
    }
    batch.hold().close();
  }

  private void command(LaneCommand command) {
    context.output().accept(id, term, command);
  }
}
