package io.crosstide.kafka;

import io.crosstide.batch.Hold;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.OutBatch;

/**
 * A batch that waits for its answer. Holds the batch's memory until then: the network reads it, and
 * the lane may have given it up long before.
 */
final class PendingBatch {
  private final LaneId lane;
  private final long term;
  private final OutBatch batch;
  private final long queuedAtMs;
  private final Hold hold;

  /**
   * @param queuedAtMs when the lane gave it, the client's clock, milliseconds
   */
  PendingBatch(LaneId lane, long term, OutBatch batch, long queuedAtMs) {
    this.lane = lane;
    this.term = term;
    this.batch = batch;
    this.queuedAtMs = queuedAtMs;
    this.hold = batch.hold().retain();
  }

  LaneId lane() {
    return lane;
  }

  long term() {
    return term;
  }

  OutBatch batch() {
    return batch;
  }

  long queuedAtMs() {
    return queuedAtMs;
  }

  int bytes() {
    return batch.bytes().remaining();
  }

  /** It was answered, or will never be sent: nobody here reads its bytes any more. */
  void release() {
    hold.close();
  }
}
