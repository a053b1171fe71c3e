package io.crosstide.mirror;

import io.crosstide.batch.HeaderPatch;
import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.Piece;
import io.crosstide.batch.RawBatch;
import io.crosstide.batch.Sequence;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.Run;
import java.util.Optional;

/**
 * A lane at work: sift, send, settle. Sequence numbers make a resent batch harmless, so whatever
 * failed in passing is sent again as it was. Each method returns the failure that this state can't
 * heal, or null; the lane decides what then.
 */
final class Copying {
  /**
   * How long a lane tries to get its sent batches through before it gives their buffers back and
   * starts over.
   */
  static final long GIVE_UP_MS = 15_000;

  static final long MIN_BACKOFF_MS = 50;
  static final long MAX_BACKOFF_MS = 2_000;

  /**
   * A leader that knows nothing of a producer takes its first batch at any sequence number. So the
   * first batch goes alone, after a pause too: were it refused and the second taken, records would
   * be missing. Far below a broker's {@code producer.id.expiration.ms} (1 day).
   */
  static final long PAUSE_MS = 60_000;

  /** From so many batches under way on, tiny batches that wait are joined. */
  static final int JOIN_FROM_IN_FLIGHT = 3;

  private static final long NEVER = Long.MIN_VALUE;

  private final LaneId id;
  private final long term;
  private final LaneContext context;
  private final LaneCounters counters;
  private final SiftedQueue queue;
  private final Packer packer;
  private final Window window = new Window();
  private final Replay replay;

  private ProducerIdentity identity;
  private LaneSettings settings;

  /** When the newest batch was sent that the leader is known to have taken. */
  private long knownAtMs = NEVER;

  private long troubleSinceMs = NEVER;
  private int attempts;
  private long wakeAtMs = Long.MAX_VALUE;
  private long asked = SiftedQueue.NOBODY;
  private Failure blocked;
  private boolean draining;

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
    this.identity = begin.identity();
    this.replay = begin.replay();
    this.queue =
        new SiftedQueue(context.origins(), settings.forward(), counters, begin.sourceOffset());
    this.packer = new Packer(queue, context.rebuilder());
  }

  /** Where and as whom the copy goes on. */
  record Begin(ProducerIdentity identity, long sourceOffset, Replay replay) {}

  ProducerIdentity identity() {
    return window.isEmpty() ? identity : identity.at(window.oldest().batch.baseSequence());
  }

  /** What of the replay is still to be walked. */
  Replay replay() {
    return replay;
  }

  /** As whom the copy can go on later; nobody while a replay would be forgotten. */
  Optional<ProducerIdentity> resumable() {
    return replay.done() ? Optional.of(identity()) : Optional.empty();
  }

  long wakeAtMs() {
    return wakeAtMs;
  }

  /** The failure that is being retried at present, or null. */
  Failure trouble() {
    return window.firstFailure();
  }

  /** Timestamp of the oldest record on its way, or -1. */
  long oldestTimestampMs() {
    return window.isEmpty() ? -1 : window.oldest().batch.maxTimestampMs();
  }

  void change(LaneSettings changed) {
    settings = changed;
  }

  Failure fetched(FetchedChunk chunk, long nowMs) {
    if (draining) {
      chunk.lease().close();
      return null;
    }
    queue.add(chunk);
    return pump(nowMs);
  }

  Failure judged(long nowMs) {
    asked = SiftedQueue.NOBODY;
    return pump(nowMs);
  }

  /** The registry could not be read: ask again a little later. */
  void notJudged(long nowMs) {
    asked = SiftedQueue.NOBODY;
    wakeAtMs = Math.min(wakeAtMs, nowMs + MAX_BACKOFF_MS);
  }

  Failure acknowledged(int baseSequence, long targetOffset, long nowMs) {
    if (targetOffset < 0) {
      String detail =
          "batch at sequence "
              + baseSequence
              + " was appended earlier, at an offset the broker forgot";
      return failed(
          baseSequence,
          new Failure(Failure.Kind.LOST_SEQUENCE, "DUPLICATE_SEQUENCE_NUMBER", detail),
          nowMs);
    }
    if (window.acknowledge(baseSequence, targetOffset)) {
      settle(nowMs);
    }
    return goOn(nowMs);
  }

  Failure failed(int baseSequence, Failure failure, long nowMs) {
    window.fail(baseSequence, failure);
    return goOn(nowMs);
  }

  Failure woken(long nowMs) {
    if (nowMs < wakeAtMs) {
      return null;
    }
    wakeAtMs = Long.MAX_VALUE;
    if (window.firstFailure() != null && window.answered()) {
      return resend(nowMs);
    }
    return goOn(nowMs);
  }

  /**
   * Only while the leader can't have forgotten the producer: later it would take a batch that it
   * has for a new one.
   */
  private Failure resend(long nowMs) {
    long sinceMs = nowMs - window.oldest().sentAtMs;
    if (sinceMs >= PAUSE_MS) {
      String detail = "what became of a batch sent " + sinceMs + " ms ago can't be asked any more";
      return new Failure(Failure.Kind.LOST_SEQUENCE, "SENT_TOO_LONG_AGO", detail);
    }
    window.resend(this::send);
    return null;
  }

  /** Takes note of a failure that ends the copy once everything under way has its answer. */
  Failure block(Failure failure) {
    blocked = failure;
    return window.isEmpty() ? failure : null;
  }

  /** Sends nothing more; what is under way is still waited for. */
  void drain() {
    packer.clear();
    queue.clear();
    draining = true;
  }

  long wanted() {
    return queue.wanted();
  }

  /**
   * Gives every buffer back. What is under way stays under way; its answers belong to an older
   * term.
   */
  void close() {
    window.clear();
    packer.clear();
    queue.clear();
  }

  boolean idle() {
    return window.isEmpty();
  }

  private Failure goOn(long nowMs) {
    Failure failure = window.firstFailure();
    if (failure == null) {
      return pump(nowMs);
    }
    return window.answered() ? decide(failure, nowMs) : null;
  }

  private Failure decide(Failure failure, long nowMs) {
    if (window.overtaken()) {
      return new Failure(
          Failure.Kind.REFUSED,
          "ORDER_BROKEN",
          "a batch was appended although one before it was not: " + failure);
    }
    if (failure.kind() != Failure.Kind.TRANSIENT) {
      return window.uncertain() ? unknown(failure) : failure;
    }
    if (troubleSinceMs == NEVER) {
      troubleSinceMs = nowMs;
    }
    if (nowMs - troubleSinceMs >= GIVE_UP_MS) {
      return failure;
    }
    counters.retries++;
    wakeAtMs = nowMs + Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS << Math.min(attempts++, 10));
    return null;
  }

  /**
   * "Nothing was appended" is said of the last attempt only: what became of those before, the tail
   * tells.
   */
  private static Failure unknown(Failure failure) {
    return switch (failure.kind()) {
      case REFUSED, CORRUPT ->
          new Failure(Failure.Kind.LOST_SEQUENCE, failure.error(), failure.detail());
      case TRANSIENT, LOST_SEQUENCE, FENCED, OUT_OF_RANGE -> failure;
    };
  }

  private Failure pump(long nowMs) {
    if (window.firstFailure() != null) {
      return null;
    }
    if (blocked == null && !draining) {
      try {
        replayWhatIsThere();
        sendWhatFits(nowMs);
        askForUnjudged();
        passOverDropped();
      } catch (MalformedBatchException e) {
        blocked = new Failure(Failure.Kind.CORRUPT, "CORRUPT_BATCH", e.getMessage());
      }
    }
    // What lies before the damage is brought home first.
    return window.isEmpty() ? blocked : null;
  }

  private void replayWhatIsThere() {
    while (!replay.done()) {
      RawBatch batch = queue.peek();
      if (batch == null) {
        return;
      }
      LaneLedger ledger = context.ledger();
      long next = replay.match(packer.pieces(batch, queue.wanted()), ledger);
      if (replay.done() && next < batch.nextOffset() && next >= 0) {
        queue.takeUpTo(next);
      } else {
        queue.take();
      }
      ledger.advance(Math.max(ledger.nextSource(), queue.wanted()));
      context.output().accept(id, term, new LaneCommand.LedgerChanged());
    }
  }

  private void sendWhatFits(long nowMs) {
    while (replay.done() && window.size() < limit(nowMs)) {
      long delayMs = context.pace().delayMs(nowMs);
      if (delayMs > 0) {
        wakeAtMs = Math.min(wakeAtMs, nowMs + delayMs);
        return;
      }
      PreparedBatch prepared = packer.next(settings, window.size() >= JOIN_FROM_IN_FLIGHT);
      if (prepared == null) {
        return;
      }
      RawBatch batch = prepared.batch();
      long maxTimestampMs = batch.maxTimestamp();
      HeaderPatch.apply(batch, identity.producerId(), identity.epoch(), identity.nextSequence());
      var out =
          new OutBatch(
              batch.bytes(),
              identity.nextSequence(),
              batch.recordCount(),
              prepared.pieces(),
              prepared.sourceNext(),
              maxTimestampMs,
              prepared.lease());
      identity = identity.at(Sequence.add(identity.nextSequence(), out.recordCount()));
      context.pace().take(batch.sizeInBytes());
      window.sent(out, prepared.path(), nowMs);
      send(out);
    }
  }

  private int limit(long nowMs) {
    boolean known = knownAtMs != NEVER && nowMs - knownAtMs < PAUSE_MS;
    return known ? Window.MAX_IN_FLIGHT : 1;
  }

  private void send(OutBatch batch) {
    context.output().accept(id, term, new LaneCommand.Produce(batch));
  }

  private void askForUnjudged() {
    long producerId = queue.unjudged();
    if (producerId != SiftedQueue.NOBODY && producerId != asked) {
      asked = producerId;
      context.output().accept(id, term, new LaneCommand.Resolve(producerId));
    }
  }

  /**
   * Batches that were left out move the position too, else they would be read again after every
   * restart.
   */
  private void passOverDropped() {
    if (!packer.isEmpty() || queue.peek() != null || !replay.done()) {
      return;
    }
    if (window.isEmpty()) {
      LaneLedger ledger = context.ledger();
      if (queue.wanted() > ledger.nextSource()) {
        ledger.advance(queue.wanted());
        context.output().accept(id, term, new LaneCommand.LedgerChanged());
      }
    } else {
      window.newest().sourceNext = Math.max(window.newest().sourceNext, queue.wanted());
    }
  }

  private void settle(long nowMs) {
    LaneLedger ledger = context.ledger();
    boolean any = false;
    for (Window.Entry entry = window.settle(); entry != null; entry = window.settle()) {
      OutBatch batch = entry.batch;
      long target = entry.targetOffset();
      for (Piece piece : batch.pieces()) {
        ledger.append(new Run(piece.source(), target, piece.count()));
        target += piece.count();
      }
      ledger.advance(Math.max(entry.sourceNext, ledger.nextSource()));
      counters.records += batch.recordCount();
      counters.bytes += batch.bytes().remaining();
      counters.crossed(entry.path);
      if (batch.maxTimestampMs() >= 0) {
        context.settled().accept(batch.maxTimestampMs());
      }
      batch.lease().close();
      knownAtMs = Math.max(knownAtMs, entry.sentAtMs);
      any = true;
    }
    if (any) {
      troubleSinceMs = NEVER;
      attempts = 0;
      context.output().accept(id, term, new LaneCommand.LedgerChanged());
    }
  }
}
