package io.crosstide.kafka;

import io.crosstide.batch.Lease;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Bytes of fetched records in memory: held by leases, or reserved for fetches under way. Lanes that
 * never {@link LaneAccount move} share one half, as long as it has 64 KiB for each (256 lanes at 32
 * MiB); lanes that move grow up to three quarters, and the last eighth is theirs alone. So lanes
 * that moved and stop at once may hold more than half until they release. Exceeded only by batches
 * larger than a fetch asked for.
 */
final class FetchBudget {
  /** The most one lane may hold, so that one lane is not all. */
  static final long MAX_LANE_BYTES = 16L << 20;

  /** So many fetches fit into a lane's share: while one is on its way others are produced. */
  static final int FETCHES_PER_LANE = 4;

  /** And yet no fetch of a lane is made smaller than this: on a long line small ones are slow. */
  static final long MIN_PART_BYTES = 256 << 10;

  /**
   * What a lane that moves may hold however many there are, while half of the buffer is free: so
   * one part is on its way while another is produced. More than fits for all, but most hold nothing
   * most of the time; when they do, each has its equal share and no more.
   */
  static final long MIN_MOVING_BYTES = 2 * MIN_PART_BYTES;

  /** What a lane may hold however many there are: room for a batch of usual size. */
  static final long MIN_LANE_BYTES = SourceLane.MIN_PARTITION_BYTES;

  private volatile long limitBytes;
  private final Runnable whenFreed;
  private final LongSupplier nanos;
  private final AtomicLong heldBytes = new AtomicLong();
  private final AtomicBoolean wanted = new AtomicBoolean();
  private long reservedBytes;
  private int lanes;
  private int movers;

  /**
   * @param whenFreed called by the thread that closes a lease, when somebody waits for room
   */
  FetchBudget(long limitBytes, Runnable whenFreed) {
    this(limitBytes, whenFreed, System::nanoTime);
  }

  FetchBudget(long limitBytes, Runnable whenFreed, LongSupplier nanos) {
    limit(limitBytes);
    this.whenFreed = whenFreed;
    this.nanos = nanos;
  }

  /** What is held beyond a lower limit stays until it is released. Any thread. */
  final void limit(long bytes) {
    if (bytes <= 0) {
      throw new IllegalArgumentException("buffer of " + bytes + " bytes is not positive");
    }
    limitBytes = bytes;
  }

  /** Bytes held by leases. Any thread. */
  long heldBytes() {
    return heldBytes.get();
  }

  /** Bytes not held by leases, those reserved for fetches among them; never negative. */
  long unheldBytes() {
    return Math.max(0, limitBytes - heldBytes.get());
  }

  /** Whether batches that are larger than what was asked for have overrun it. */
  boolean exceeded() {
    return heldBytes.get() > limitBytes;
  }

  /** Counts who shares the budget from now on: every lane, and those that move lately. */
  void share(Collection<SourceLane> among) {
    long now = nanos.getAsLong();
    lanes = among.size();
    movers = 0;
    for (SourceLane lane : among) {
      if (lane.account.active(now)) {
        movers++;
      }
    }
  }

  /** How many bytes a lane may fetch now; 0 for none. */
  long room(LaneAccount lane) {
    long now = nanos.getAsLong();
    if (lane.stale(now)) {
      return 0;
    }
    boolean moving = lane.moving(now);
    long used = heldBytes.get() + reservedBytes;
    boolean ample = used < limitBytes / 2;
    long held = lane.heldBytes();
    long share = shareBytes(moving, ample);
    if (ample || (moving && used < limitBytes / 4 * 3)) {
      long part = Math.max(MIN_PART_BYTES, share / FETCHES_PER_LANE);
      return Math.max(0, Math.min(share - held, part));
    }
    return held == 0 && used + MIN_LANE_BYTES <= limitBytes(moving) ? MIN_LANE_BYTES : 0;
  }

  private long shareBytes(boolean moving, boolean ample) {
    long share = limitBytes / 2 / Math.max(1, moving ? movers : lanes);
    return Math.clamp(share, moving && ample ? MIN_MOVING_BYTES : MIN_LANE_BYTES, MAX_LANE_BYTES);
  }

  /** Up to where lanes may fill the buffer. */
  private long limitBytes(boolean moving) {
    return moving ? limitBytes : limitBytes / 8 * 7;
  }

  boolean moving(LaneAccount lane) {
    return lane.moving(nanos.getAsLong());
  }

  /**
   * Sets bytes aside for a fetch.
   *
   * @param moving whether all lanes of the fetch move
   * @return as many as wanted or as there are, 0 when that is less than {@code least}
   */
  long reserve(long wantedBytes, long least, boolean moving) {
    long bytes = Math.min(wantedBytes, limitBytes(moving) - heldBytes.get() - reservedBytes);
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

  /**
   * Counts bytes for everybody and for one lane until the lease is closed.
   *
   * @param whenClosed called once, before the bytes count as free
   */
  Lease hold(LaneAccount lane, long bytes, Runnable whenClosed) {
    heldBytes.addAndGet(bytes);
    lane.held(bytes, nanos.getAsLong());
    AtomicBoolean open = new AtomicBoolean(true);
    return () -> {
      if (open.compareAndSet(true, false)) {
        whenClosed.run();
        lane.released(bytes, nanos.getAsLong());
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
