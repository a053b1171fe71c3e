package io.crosstide.lab;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One direction of a network link: bytes leave one after the other at the link's bandwidth and arrive
 * a latency later, so latency does not limit throughput. Pure: time comes in as nanoseconds of a
 * monotonic clock. Not thread-safe.
 */
final class Link {
  /** How much sending time may wait in the link before senders are held back. */
  static final long MAX_BACKLOG_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final int MIN_CAPACITY_BYTES = 8 << 20;
  private static final int MAX_CAPACITY_BYTES = 32 << 20;

  private long latencyNanos;
  private long bytesPerSecond;
  private long freeAt;
  private boolean used;

  void latency(Duration oneWay) {
    latencyNanos = oneWay.toNanos();
  }

  /** 0 means no limit. */
  void throttle(long newBytesPerSecond) {
    bytesPerSecond = newBytesPerSecond;
    used = false;
  }

  /** How much one connection may have under way: what 500 MB/s need, within bounds. */
  int capacityBytes() {
    return Math.clamp(latencyNanos / 2, MIN_CAPACITY_BYTES, MAX_CAPACITY_BYTES);
  }

  /** Whether the link takes more bytes now. */
  boolean accepts(long now) {
    return backlogNanos(now) < MAX_BACKLOG_NANOS;
  }

  /** Sending time that waits in the link. */
  long backlogNanos(long now) {
    return used && bytesPerSecond > 0 ? Math.max(0, freeAt - now) : 0;
  }

  /** When bytes given to the link now arrive at its other end. */
  long arrival(long now, int bytes) {
    if (bytesPerSecond == 0) {
      return now + latencyNanos;
    }
    long start = now + backlogNanos(now);
    freeAt = start + bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    used = true;
    return freeAt + latencyNanos;
  }
}
