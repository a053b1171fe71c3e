package io.crosstide.mirror;

import io.crosstide.batch.HeaderPatch;
import io.crosstide.batch.RawBatch;
import io.crosstide.batch.Sequence;
import java.util.function.Consumer;

/**
 * The sending half of a copy: numbers batches, keeps up to five under way, hands them back in order
 * when they are acknowledged, and sends again what failed in passing, as it was. Each method
 * returns the failure that sending again can't heal, or null.
 */
final class Sending {
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

  /**
   * Brokers count {@code producer.id.expiration.ms} from the timestamp of a producer's last batch,
   * not from when it was written, so that a mirror of old records may be forgotten at any moment. A
   * batch with older records than this is not sent again blindly.
   */
  static final long OLD_RECORDS_MS = 600_000;

  private static final long NEVER = Long.MIN_VALUE;

  private final Consumer<OutBatch> output;
  private final Consumer<Window.Entry> settled;
  private final LaneCounters counters;
  private final Window window = new Window();

  private ProducerIdentity identity;

  /** When the newest batch was sent that the leader is known to have taken. */
  private long knownAtMs = NEVER;

  /** The time of day when something was last fetched. */
  private long wallMs;

  private boolean newestIsOld;
  private boolean probing;
  private long troubleSinceMs = NEVER;
  private int attempts;
  private long wakeAtMs = Long.MAX_VALUE;

  /**
   * @param output takes each batch that is to be sent, each time
   * @param settled takes each batch once it and all before it are acknowledged
   */
  Sending(
      ProducerIdentity identity,
      LaneCounters counters,
      Consumer<OutBatch> output,
      Consumer<Window.Entry> settled) {
    this.identity = identity;
    this.counters = counters;
    this.output = output;
    this.settled = settled;
  }

  /** As whom to go on behind everything that is acknowledged. */
  ProducerIdentity identity() {
    return window.isEmpty() ? identity : identity.at(window.oldest().batch.baseSequence());
  }

  long wakeAtMs() {
    return wakeAtMs;
  }

  /** The failure that is being retried at present, or null. */
  Failure trouble() {
    return window.firstFailure();
  }

  boolean idle() {
    return window.isEmpty();
  }

  int underWay() {
    return window.size();
  }

  /** The oldest batch under way, or null. */
  OutBatch oldest() {
    return window.isEmpty() ? null : window.oldest().batch;
  }

  /** The newest batch under way, or null. */
  Window.Entry newest() {
    return window.newest();
  }

  /** Timestamp of the oldest record on its way, or -1. */
  long oldestTimestampMs() {
    return window.isEmpty() ? -1 : window.oldest().oldestMs;
  }

  boolean hasRoom(long nowMs) {
    boolean known = knownAtMs != NEVER && nowMs - knownAtMs < PAUSE_MS;
    int limit = known ? Window.MAX_IN_FLIGHT : 1;
    return window.firstFailure() == null && window.size() < limit;
  }

  /**
   * Numbers a batch and sends it.
   *
   * @param timeOfDayMs milliseconds since the epoch, as far as the lane knows
   */
  void send(PreparedBatch prepared, long nowMs, long timeOfDayMs) {
    wallMs = timeOfDayMs;
    RawBatch batch = prepared.batch();
    long maxTimestampMs = batch.maxTimestamp();
    long oldestMs = SiftedQueue.oldestMs(batch);
    HeaderPatch.apply(batch, identity.producerId(), identity.epoch(), identity.nextSequence());
    var out =
        new OutBatch(
            batch.bytes(),
            identity.nextSequence(),
            batch.recordCount(),
            prepared.pieces(),
            prepared.sourceNext(),
            maxTimestampMs,
            prepared.hold());
    identity = identity.at(Sequence.add(identity.nextSequence(), out.recordCount()));
    window.sent(out, prepared.path(), nowMs, oldestMs);
    output.accept(out);
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
      settle();
    }
    if (probing && window.answered()) {
      // The leader has taken the oldest and so knows the producer: the rest may follow at once.
      probing = false;
      window.resend(output);
    }
    return goOn(nowMs);
  }

  private void settle() {
    for (Window.Entry entry = window.settle(); entry != null; entry = window.settle()) {
      settled.accept(entry);
      newestIsOld = old(entry.batch);
      knownAtMs = Math.max(knownAtMs, entry.sentAtMs);
      troubleSinceMs = NEVER;
      attempts = 0;
    }
  }

  Failure failed(int baseSequence, Failure failure, long nowMs) {
    if (window.fail(baseSequence, failure)) {
      probing = false;
    }
    return goOn(nowMs);
  }

  /** Sends again what failed, if that is due. */
  Failure woken(long nowMs) {
    if (nowMs < wakeAtMs) {
      return null;
    }
    wakeAtMs = Long.MAX_VALUE;
    return window.firstFailure() != null && window.answered() ? resend(nowMs) : null;
  }

  /** What is under way stays under way; its answers belong to an older term. */
  void close() {
    window.clear();
  }

  /**
   * Only while the leader can't have forgotten the producer: later it would take a batch that it
   * has for a new one. The oldest goes alone, for the same reason as a lane's first batch.
   */
  private Failure resend(long nowMs) {
    long sinceMs = nowMs - window.oldest().sentAtMs;
    if (sinceMs >= PAUSE_MS || newestIsOld || window.any(this::old)) {
      String detail =
          "the leader may have forgotten what became of a batch sent " + sinceMs + " ms ago";
      return new Failure(Failure.Kind.LOST_SEQUENCE, "OUTCOME_UNKNOWN", detail);
    }
    probing = true;
    window.resendOldest(output);
    return null;
  }

  private boolean old(OutBatch batch) {
    return batch.maxTimestampMs() < wallMs - OLD_RECORDS_MS;
  }

  private Failure goOn(long nowMs) {
    Failure failure = window.firstFailure();
    return failure == null || !window.answered() ? null : decide(failure, nowMs);
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
}
