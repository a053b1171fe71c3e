package io.crosstide.mirror;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * What a partition's leader remembers of idempotent producers (KIP-98): epoch and the last five
 * batches of each.
 */
final class FakeProducers {
  static final long EXPIRATION_MS = 24 * 3_600_000L;
  private static final int REMEMBERED = 5;

  /** One batch that was appended. */
  private record Appended(int first, int last, long offset) {}

  private static final class Entry {
    private final short epoch;
    private final int lastSequence;
    private final ArrayDeque<Appended> batches;
    private final long timestampMs;

    private Entry(short epoch, int lastSequence, ArrayDeque<Appended> batches, long timestampMs) {
      this.epoch = epoch;
      this.lastSequence = lastSequence;
      this.batches = batches;
      this.timestampMs = timestampMs;
    }
  }

  private final Map<Long, Entry> entries = new HashMap<>();

  /** The target offset of a batch that was appended before, or -1. */
  long duplicateOf(LogBatch batch) {
    Entry entry = entries.get(batch.summary.producerId());
    if (entry == null || entry.epoch != batch.summary.producerEpoch()) {
      return -1;
    }
    for (Appended appended : entry.batches) {
      if (appended.first() == batch.summary.baseSequence() && appended.last() == last(batch)) {
        return appended.offset();
      }
    }
    return -1;
  }

  /** Why this batch may not be appended, or null. */
  Failure check(LogBatch batch) {
    Entry entry = entries.get(batch.summary.producerId());
    if (entry == null) {
      return null;
    }
    short epoch = batch.summary.producerEpoch();
    int first = batch.summary.baseSequence();
    if (epoch < entry.epoch) {
      return new Failure(
          Failure.Kind.FENCED, "INVALID_PRODUCER_EPOCH", epoch + " < " + entry.epoch);
    }
    int expected = epoch > entry.epoch ? 0 : (entry.lastSequence + 1) & Integer.MAX_VALUE;
    return first == expected
        ? null
        : new Failure(
            Failure.Kind.LOST_SEQUENCE,
            "OUT_OF_ORDER_SEQUENCE_NUMBER",
            first + ", not " + expected);
  }

  /** Takes note of an appended batch; the result takes it back. */
  Runnable append(LogBatch batch) {
    Entry before = entries.get(batch.summary.producerId());
    boolean sameEpoch = before != null && before.epoch == batch.summary.producerEpoch();
    ArrayDeque<Appended> batches =
        sameEpoch ? new ArrayDeque<>(before.batches) : new ArrayDeque<>();
    batches.addLast(new Appended(batch.summary.baseSequence(), last(batch), batch.base));
    if (batches.size() > REMEMBERED) {
      batches.removeFirst();
    }
    return replace(
        batch.summary.producerId(),
        new Entry(batch.summary.producerEpoch(), last(batch), batches, batch.maxTimestampMs()));
  }

  /** False when the marker is older than what the partition knows. */
  boolean takes(long producerId, short epoch) {
    Entry entry = entries.get(producerId);
    return entry == null || epoch >= entry.epoch;
  }

  /** A transaction marker forgets the batches and raises the epoch. */
  Runnable marker(long producerId, short epoch, long nowMs) {
    Entry before = entries.get(producerId);
    boolean raised = before == null || before.epoch < epoch;
    int sequence = raised ? -1 : before.lastSequence;
    ArrayDeque<Appended> batches = raised ? new ArrayDeque<>() : before.batches;
    return replace(producerId, new Entry(epoch, sequence, batches, nowMs));
  }

  boolean knows(long producerId) {
    return entries.containsKey(producerId);
  }

  /** The sequence number that an honest producer goes on with. */
  int next(long producerId) {
    Entry entry = entries.get(producerId);
    return entry == null ? 0 : (entry.lastSequence + 1) & Integer.MAX_VALUE;
  }

  /**
   * Forgets whose last batch is older than producer.id.expiration.ms by its records' timestamps.
   */
  void expire(long nowMs) {
    entries.values().removeIf(entry -> entry.timestampMs < nowMs - EXPIRATION_MS);
  }

  private Runnable replace(long producerId, Entry entry) {
    Entry before = entries.put(producerId, entry);
    return () -> {
      if (before == null) {
        entries.remove(producerId);
      } else {
        entries.put(producerId, before);
      }
    };
  }

  private static int last(LogBatch batch) {
    return (batch.summary.baseSequence() + batch.summary.recordCount() - 1) & Integer.MAX_VALUE;
  }
}
