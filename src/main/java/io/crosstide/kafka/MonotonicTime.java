package io.crosstide.kafka;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.Timer;

/**
 * Time for a client's deadlines and backoffs: begins at the wall clock and goes on with a clock
 * that nobody sets, so that a step back by an hour stops no lane for an hour. Any thread.
 */
final class MonotonicTime implements Time {
  private final LongSupplier nanos;
  private final long baseMs;
  private final long baseNanos;

  MonotonicTime() {
    this(System.currentTimeMillis(), System::nanoTime);
  }

  MonotonicTime(long baseMs, LongSupplier nanos) {
    this.nanos = nanos;
    this.baseMs = baseMs;
    this.baseNanos = nanos.getAsLong();
  }

  @Override
  public long milliseconds() {
    return baseMs + TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong() - baseNanos);
  }

  @Override
  public long nanoseconds() {
    return nanos.getAsLong();
  }

  @Override
  public void sleep(long ms) {
    Time.SYSTEM.sleep(ms);
  }

  @Override
  public void waitObject(Object object, Supplier<Boolean> condition, long deadlineMs)
      throws InterruptedException {
    Timer left = timer(Math.max(0, deadlineMs - milliseconds()));
    synchronized (object) {
      while (!condition.get()) {
        left.update();
        if (left.isExpired()) {
          throw new org.apache.kafka.common.errors.TimeoutException(
              "condition not met before the deadline");
        }
        object.wait(left.remainingMs());
      }
    }
  }
}
