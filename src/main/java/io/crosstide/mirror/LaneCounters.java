package io.crosstide.mirror;

import io.crosstide.ledger.Loss;
import java.util.Map;
import java.util.TreeMap;

/** What a lane has done since the process started. Used by the loop's thread only. */
final class LaneCounters {
  long records;
  long bytes;
  long retries;

  /** What was lost last, or null. */
  Loss newestLoss;

  private final Map<String, Long> batches = new TreeMap<>();
  private final Map<String, Long> dropped = new TreeMap<>();

  void crossed(String path) {
    batches.merge(path, 1L, Long::sum);
  }

  void dropped(String reason) {
    dropped.merge(reason, 1L, Long::sum);
  }

  Map<String, Long> batches() {
    return batches;
  }

  Map<String, Long> dropped() {
    return dropped;
  }
}
