package io.crosstide.kafka;

/**
 * How long a connection's fetches take, and how long the next is worth putting off for lanes that
 * are full at the moment: else they would wait a whole round trip for the one after. Milliseconds
 * of any clock that never goes back.
 */
final class RoundTrip {
  /** So small a part of a round trip is waited: less than it costs to miss the fetch. */
  static final int PATIENCE_DIVISOR = 8;

  private long sentAtMs;
  private long answeredAtMs;
  private long lastMs;

  void sent(long nowMs) {
    sentAtMs = nowMs;
  }

  /**
   * @param records whether there were any: without, the time tells how long the broker had nothing,
   *     not how far away it is
   */
  void answered(long nowMs, boolean records) {
    answeredAtMs = nowMs;
    lastMs = records ? nowMs - sentAtMs : 0;
  }

  /** How long a fetch that some lanes are too full for may wait, from now on; 0 for not at all. */
  long patienceMs(long nowMs) {
    return Math.max(0, answeredAtMs + lastMs / PATIENCE_DIVISOR - nowMs);
  }
}
