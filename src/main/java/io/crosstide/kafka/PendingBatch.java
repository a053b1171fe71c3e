package io.crosstide.kafka;

import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.OutBatch;

/**
 * A batch that waits for its answer.
 *
 * @param queuedAtMs when the lane gave it, wall clock, milliseconds
 */
record PendingBatch(LaneId lane, long term, OutBatch batch, long queuedAtMs) {
  int bytes() {
    return batch.bytes().remaining();
  }
}
