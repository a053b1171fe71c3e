package io.crosstide.kafka;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one lane holds of the {@link FetchBudget} and whether it gives back: it is stale while it
 * holds something and has released nothing for {@link #STALE_MS}, and it moves when its last
 * release came before that. A new lane does not move yet. Any thread.
 */
final class LaneAccount {
  /** A lane that releases nothing for this long waits for something: a limit, or its target. */
  static final long STALE_MS = 1_000;

  private static final long STALE_NANOS = TimeUnit.MILLISECONDS.toNanos(STALE_MS);

  private final AtomicLong heldBytes = new AtomicLong();
  private volatile long progressNanos;
  private volatile boolean moving;

  long heldBytes() {
    return heldBytes.get();
  }

  void held(long bytes, long nowNanos) {
    if (heldBytes.getAndAdd(bytes) == 0) {
      progressNanos = nowNanos;
    }
  }

  void released(long bytes, long nowNanos) {
    moving = nowNanos - progressNanos < STALE_NANOS;
    progressNanos = nowNanos;
    heldBytes.addAndGet(-bytes);
  }

  boolean stale(long nowNanos) {
    return heldBytes.get() > 0 && nowNanos - progressNanos >= STALE_NANOS;
  }

  /** Whether it moves and has lately done so: one of those that share a buffer at present. */
  boolean active(long nowNanos) {
    return moving && nowNanos - progressNanos < STALE_NANOS;
  }

  boolean moving(long nowNanos) {
    return moving && !stale(nowNanos);
  }
}
