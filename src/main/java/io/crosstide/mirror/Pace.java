package io.crosstide.mirror;

import java.util.List;
import java.util.OptionalLong;

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

  private static final class Bucket {
    private final long bytesPerSecond;
    private double tokens;
    private long filledAtMs = Long.MIN_VALUE;

    private Bucket(long bytesPerSecond) {
      if (bytesPerSecond <= 0) {
        throw new IllegalArgumentException("bytesPerSecond " + bytesPerSecond + " is not positive");
      }
      this.bytesPerSecond = bytesPerSecond;
    }

    private synchronized void take(int bytes) {
      tokens -= bytes;
    }

    private synchronized long delayMs(long nowMs) {
      if (filledAtMs != Long.MIN_VALUE) {
        tokens += (nowMs - filledAtMs) * bytesPerSecond / 1_000.0;
      }
      filledAtMs = nowMs;
      tokens = Math.min(tokens, bytesPerSecond * BURST_MS / 1_000.0);
      return tokens >= 0 ? 0 : (long) Math.ceil(-tokens * 1_000 / bytesPerSecond);
    }
  }
}
