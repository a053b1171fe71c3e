package io.crosstide.mirror;

/**
 * How often a lane has had trouble since it last got records across, and what that allows it to do
 * next. Troubles with records between them are separate troubles.
 */
final class Troubles {
  static final long MIN_BACKOFF_MS = 250;
  static final long MAX_BACKOFF_MS = 10_000;

  /**
   * A damaged batch is fetched again so often before the damage is taken to be on the source's
   * disk.
   */
  static final int MAX_REFETCHES = 3;

  private static final int MAX_DOUBLINGS = 10;

  private final LaneCounters counters;
  private int waits;
  private int refetches;
  private long recordsAtTrouble = -1;
  private long recordsAtClaim = -1;

  Troubles(LaneCounters counters) {
    this.counters = counters;
  }

  /** How long to wait this time. */
  long nextBackoffMs() {
    noteProgress();
    return Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS << Math.min(waits++, MAX_DOUBLINGS));
  }

  /** Whether damage is worth another fetch. */
  boolean mayRefetch() {
    noteProgress();
    if (refetches < MAX_REFETCHES) {
      refetches++;
      return true;
    }
    refetches = 0;
    return false;
  }

  /**
   * Whether a lane that lost its sequence may claim at once: now and then that heals it; one that
   * loses it again without progress takes its time.
   */
  boolean mayClaimAtOnce() {
    if (counters.records == recordsAtClaim) {
      return false;
    }
    recordsAtClaim = counters.records;
    waits = 0;
    return true;
  }

  private void noteProgress() {
    if (counters.records != recordsAtTrouble) {
      recordsAtTrouble = counters.records;
      waits = 0;
      refetches = 0;
    }
  }
}
