package io.crosstide.mirror;

import io.crosstide.batch.AbortedIndex;
import io.crosstide.batch.BatchCursor;
import io.crosstide.batch.CorruptBatchException;
import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.RawBatch;
import java.util.ArrayDeque;
import java.util.function.LongFunction;

/**
 * The fetched chunks of one lane, read batch by batch, with everything left out that must not
 * cross: control batches, aborted transactions, batches that a mirror wrote. Decided from headers
 * alone.
 */
final class SiftedQueue {
  private final LongFunction<RegistryPort.Origin> origins;
  private final boolean forward;
  private final LaneCounters counters;
  private final Leadership leadership;
  private final ArrayDeque<FetchedChunk> chunks = new ArrayDeque<>();

  private BatchCursor cursor;
  private AbortedIndex aborted;
  private SharedLease lease;
  private RawBatch current;
  private boolean currentAborted;
  private MalformedBatchException damage;
  private long wanted;
  private long unjudged = NOBODY;
  private boolean holes;

  /** No producer id awaits judgement. */
  static final long NOBODY = Long.MIN_VALUE;

  /** Is told of each batch's leader epoch, in order. */
  @FunctionalInterface
  interface Leadership {
    void saw(int leaderEpoch, long offset);
  }

  SiftedQueue(
      LongFunction<RegistryPort.Origin> origins,
      boolean forward,
      LaneCounters counters,
      Leadership leadership,
      long wanted) {
    this.leadership = leadership;
    this.origins = origins;
    this.forward = forward;
    this.counters = counters;
    this.wanted = wanted;
  }

  void add(FetchedChunk chunk) {
    chunks.add(chunk);
  }

  /** The source offset that nothing before is still to be looked at. */
  long wanted() {
    return wanted;
  }

  /** Whether a batch came later than the one before it ended: compaction took what was between. */
  boolean holes() {
    return holes;
  }

  /** The producer id that keeps {@link #peek} from going on, or {@link #NOBODY}. */
  long unjudged() {
    return unjudged;
  }

  /** Timestamp of the first record of the batch that comes next, or -1 when none is fetched. */
  long nextTimestampMs() {
    return current == null ? -1 : oldestMs(current);
  }

  /** A delete horizon stands in the place of the first timestamp (KIP-534). */
  static long oldestMs(RawBatch batch) {
    boolean base = batch.isCurrentFormat() && !batch.hasDeleteHorizon();
    return base ? batch.baseTimestamp() : batch.maxTimestamp();
  }

  /**
   * The next batch that must cross; null when there is none, or when a producer id must be judged
   * first.
   *
   * @throws MalformedBatchException when the next bytes are damaged, this time and from then on
   */
  RawBatch peek() {
    if (damage != null) {
      throw damage;
    }
    try {
      return find();
    } catch (MalformedBatchException e) {
      // Nothing behind it can be trusted, however often it is asked for.
      damage = e;
      throw e;
    }
  }

  private RawBatch find() {
    unjudged = NOBODY;
    while (current != null || advance()) {
      String drop = dropReason(current);
      if (unjudged != NOBODY) {
        return null;
      }
      if (drop.isEmpty()) {
        return current;
      }
      verify(current);
      if (drop != SEEN) {
        counters.dropped(drop);
      }
      take();
    }
    return null;
  }

  /**
   * What is left out is not checked by the target's broker, and a damaged header could pass for a
   * marker or reach over its neighbours. Opened only where the header is not plain data: a mirrored
   * batch whose count fits its offsets is taken at its word.
   *
   * @throws CorruptBatchException when the checksum does not fit
   */
  private void verify(RawBatch batch) {
    boolean plain = !batch.isControl() && !currentAborted && !batch.hasHoles();
    if (!plain && !batch.isIntact()) {
      throw new CorruptBatchException("checksum of " + batch + ", which is to be left out");
    }
  }

  /** The hold on the peeked batch's buffer. */
  SharedLease lease() {
    return lease;
  }

  /** Goes on behind the peeked batch. */
  void take() {
    wanted = Math.max(wanted, current.nextOffset());
    current = null;
  }

  /** Goes on inside the peeked batch: records before {@code offset} are done with. */
  void takeUpTo(long offset) {
    wanted = Math.max(wanted, offset);
  }

  /** Gives all buffers back. */
  void clear() {
    current = null;
    unjudged = NOBODY;
    closeChunk();
    chunks.forEach(chunk -> chunk.lease().close());
    chunks.clear();
  }

  private static final String SEEN = "seen";
  private static final String KEEP = "";

  private String dropReason(RawBatch batch) {
    if (batch.nextOffset() <= wanted) {
      return SEEN;
    }
    if (batch.isControl()) {
      return "control";
    }
    if (currentAborted) {
      return "aborted";
    }
    return switch (origins.apply(batch.producerId())) {
      case LOCAL -> KEEP;
      case MIRRORED -> forward ? KEEP : "mirrored";
      case REFLECTED -> "mirrored";
      case UNKNOWN -> {
        unjudged = batch.producerId();
        yield KEEP;
      }
    };
  }

  private boolean advance() {
    while (true) {
      if (cursor == null && !openChunk()) {
        return false;
      }
      current = cursor.next();
      if (current != null) {
        // Asked once per batch and in order: the index follows abort markers as they pass.
        currentAborted = aborted.isAborted(current);
        holes |= current.baseOffset() > wanted;
        leadership.saw(current.leaderEpoch(), current.baseOffset());
        return true;
      }
      closeChunk();
    }
  }

  private boolean openChunk() {
    FetchedChunk chunk = chunks.poll();
    if (chunk == null) {
      return false;
    }
    cursor = new BatchCursor(chunk.records());
    aborted = new AbortedIndex(chunk.aborted());
    lease = new SharedLease(chunk.lease());
    return true;
  }

  private void closeChunk() {
    if (lease != null) {
      lease.release();
      lease = null;
      cursor = null;
      aborted = null;
    }
  }
}
