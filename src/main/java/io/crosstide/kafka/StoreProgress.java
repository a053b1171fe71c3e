package io.crosstide.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Lets somebody wait until ledgers are stored. */
final class StoreProgress {
  /** Pause before what failed is tried again. */
  private static final long RETRY_MS = 100;

  /** Something was stored, or could not be. */
  synchronized void made() {
    notifyAll();
  }

  /**
   * Waits until all that has changed by now is stored, up to {@code timeoutMs}.
   *
   * @param askForRound called as often as there is something left to store
   * @return false when time was up, or the thread is interrupted
   */
  boolean await(List<LedgerEntry> entries, long timeoutMs, Runnable askForRound) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
    LongSupplier leftMs = () -> TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    Map<LedgerEntry, Long> wanted = new HashMap<>();
    entries.forEach(entry -> wanted.put(entry, entry.changes()));
    try {
      while (!allStored(wanted)) {
        if (leftMs.getAsLong() <= 0) {
          return false;
        }
        askForRound.run();
        synchronized (this) {
          if (!allStored(wanted)) {
            wait(Math.clamp(leftMs.getAsLong(), 1, RETRY_MS));
          }
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean allStored(Map<LedgerEntry, Long> wanted) {
    return wanted.entrySet().stream().allMatch(e -> e.getKey().storedUpTo(e.getValue()));
  }
}
