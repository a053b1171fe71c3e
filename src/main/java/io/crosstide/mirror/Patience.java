package io.crosstide.mirror;

/**
 * How long a lane waits before it tries again what did not work, and how often. Troubles with
 * records between them are separate troubles.
 */
final class Patience {
  static final long MIN_BACKOFF_MS = 250;
  static final long MAX_BACKOFF_MS = 10_000;

  /**
   * A damaged batch is fetched again so often before the damage is taken to be on the source's
   * disk.
   */
  static final int MAX_REFETCHES = 3;

  private int attempts;
  private int refetches;
  private long recordsAtTrouble = -1;
  private long recordsAtLoss = -1;

  /** Doubles from trouble to trouble while no record gets through. */
  long backoffMs(long records) {
    noteProgress(records);
    return Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS << Math.min(attempts++, 10));
  }

  boolean mayRefetch(long records) {
    noteProgress(records);
    if (++refetches <= MAX_REFETCHES) {
      return true;
    }
    refetches = 0;
    return false;
  }

  /** Whether a lost sequence may be healed at once: not a second time without a record between. */
  boolean mayHealAtOnce(long records) {
    boolean first = records != recordsAtLoss;
    recordsAtLoss = records;
    return first;
  }

  private void noteProgress(long records) {
    if (records != recordsAtTrouble) {
      recordsAtTrouble = records;
      attempts = 0;
      refetches = 0;
    }
  }
}
