package io.crosstide.mirror;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A limit in bytes per second, shared by the lanes it is given to, on whatever loops. A batch may
 * overdraw it; the next one then waits.
 */
public final class Pace {
  /** No limit. */
  public static final Pace UNLIMITED = new Pace(List.of());

  private static final long BURST_MS = 1_000;

  private final List<Bucket> buckets;

  private Pace(List<Bucket> buckets) {
    this.buckets = buckets;
  }

  /** A pace of its own, on top of this one. */
  public Pace and(OptionalLong bytesPerSecond) {
    if (bytesPerSecond.isEmpty()) {
      return this;
    }
    var all = new java.util.ArrayList<>(buckets);
    all.add(new Bucket(bytesPerSecond.getAsLong()));
    return new Pace(List.copyOf(all));
  }

  /**
   * A pace of its own, on top of this one, whose limit {@link #limit} changes while lanes keep to
   * it.
   */
  public Pace adjustable(OptionalLong bytesPerSecond) {
    var all = new java.util.ArrayList<>(buckets);
    all.add(new Bucket(bytesPerSecond.orElse(Bucket.NO_LIMIT)));
    return new Pace(List.copyOf(all));
  }

  /** Changes what {@link #adjustable} has put on top; empty for no limit. Any thread. */
  public void limit(OptionalLong bytesPerSecond) {
    buckets.getLast().bytesPerSecond = bytesPerSecond.orElse(Bucket.NO_LIMIT);
  }

  /** How long the next batch must wait, milliseconds; 0 when it may go now. */
  long delayMs(long nowMs) {
    long delay = 0;
    for (Bucket bucket : buckets) {
      delay = Math.max(delay, bucket.delayMs(nowMs));
    }
    return delay;
  }

  void take(int bytes) {
    for (Bucket bucket : buckets) {
      bucket.take(bytes);
    }
  }

  @Override
  public String toString() {
    return buckets.stream()
        .filter(bucket -> bucket.bytesPerSecond != Bucket.NO_LIMIT)
        .map(bucket -> Long.toString(bucket.bytesPerSecond))
        .collect(Collectors.joining(" and ", "at most ", " bytes per second"));
  }

  private static final class Bucket {
    static final long NO_LIMIT = Long.MAX_VALUE;

    private volatile long bytesPerSecond;
    private double tokens;
    private long filledAtMs = Long.MIN_VALUE;

    private Bucket(long bytesPerSecond) {
      if (bytesPerSecond <= 0) {
        throw new IllegalArgumentException("bytesPerSecond " + bytesPerSecond + " is not positive");
      }
      this.bytesPerSecond = bytesPerSecond;
    }

    /** Without a limit nothing is counted, and no loop waits for another one here. */
    private void take(int bytes) {
      if (bytesPerSecond != NO_LIMIT) {
        overdraw(bytes);
      }
    }

    private synchronized void overdraw(int bytes) {
      tokens -= bytes;
    }

    private long delayMs(long nowMs) {
      long limit = bytesPerSecond;
      return limit == NO_LIMIT ? 0 : delayMs(nowMs, limit);
    }

    private synchronized long delayMs(long nowMs, long limit) {
      if (filledAtMs != Long.MIN_VALUE) {
        tokens += (nowMs - filledAtMs) * limit / 1_000.0;
      }
      filledAtMs = nowMs;
      tokens = Math.min(tokens, limit * BURST_MS / 1_000.0);
      return tokens >= 0 ? 0 : (long) Math.ceil(-tokens * 1_000 / limit);
    }
  }
}
