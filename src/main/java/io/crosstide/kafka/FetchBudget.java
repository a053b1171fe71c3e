package io.crosstide.kafka;

import io.crosstide.batch.Lease;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of fetched records that may be in memory: those held by leases and those a fetch under way
 * may bring. A lane may hold an eighth of what is free, at most {@link #MAX_LANE_BYTES}, so that
 * stuck lanes leave a share to the others (dynamic threshold): with 32 MiB, some forty of them.
 * Exceeded only by single batches larger than a fetch asked for.
 */
final class FetchBudget {
  /** The most one lane may hold, so that several fetches of it fit and one lane is not all. */
  static final long MAX_LANE_BYTES = 4L << 20;

  private static final int LANE_SHARE = 8;

  private final long limitBytes;
  private final Runnable whenFreed;
  private final AtomicLong heldBytes = new AtomicLong();
  private final AtomicBoolean wanted = new AtomicBoolean();
  private long reservedBytes;

  /**
   * @param whenFreed called by the thread that closes a lease, when somebody waits for room
   */
  FetchBudget(long limitBytes, Runnable whenFreed) {
    if (limitBytes <= 0) {
      throw new IllegalArgumentException("buffer of " + limitBytes + " bytes is not positive");
    }
    this.limitBytes = limitBytes;
    this.whenFreed = whenFreed;
  }

  /** Bytes held by leases. Any thread. */
  long heldBytes() {
    return heldBytes.get();
  }

  /** Bytes not held by leases, those reserved for fetches among them; never negative. */
  long unheldBytes() {
    return Math.max(0, limitBytes - heldBytes.get());
  }

  /** How much a lane may hold now. */
  long laneBytes() {
    return Math.min(MAX_LANE_BYTES, unheldBytes() / LANE_SHARE);
  }

  /**
   * Sets bytes aside for a fetch.
   *
   * @return as many as wanted or as there are, 0 when that is less than {@code least}
   */
  long reserve(long wantedBytes, long least) {
    long bytes = Math.min(wantedBytes, limitBytes - heldBytes.get() - reservedBytes);
    if (bytes < least) {
      return 0;
    }
    reservedBytes += bytes;
    return bytes;
  }

  /** The fetch is over, whatever it brought. */
  void unreserve(long bytes) {
    reservedBytes -= bytes;
  }

  /** No fetch is under way any more. */
  void unreserveAll() {
    reservedBytes = 0;
  }

  /** Counts bytes for everybody and for one lane until the lease is closed. */
  Lease hold(AtomicLong laneBytes, long bytes) {
    heldBytes.addAndGet(bytes);
    laneBytes.addAndGet(bytes);
    AtomicBoolean open = new AtomicBoolean(true);
    return () -> {
      if (open.compareAndSet(true, false)) {
        laneBytes.addAndGet(-bytes);
        heldBytes.addAndGet(-bytes);
        if (wanted.compareAndSet(true, false)) {
          whenFreed.run();
        }
      }
    };
  }

  /** From now on the next release calls back, once. Say so before looking for room, not after. */
  void want(boolean room) {
    wanted.set(room);
  }
}
