package io.crosstide.mirror;

/**
 * Writes to the target cluster on behalf of lanes. Called from one thread, the loop's; answers
 * through the {@link EventSink}, from inside {@link #poll} or from other threads.
 *
 * <p>Nothing is retried here: each call is tried once and answered once, within the request
 * time-out. What to do next is the lane's decision.
 */
public interface TargetPort extends AutoCloseable {
  /** For {@link #readTail}: no batches, just the bounds of the log. */
  long LOG_END = -1;

  /**
   * InitProducerId under the lane's transactional id: {@link LaneEvent.Claimed} or {@link
   * LaneEvent.OperationFailed}.
   */
  void claim(LaneId lane, long term);

  /**
   * The same for who holds the lane under this producer id and epoch: refused as fenced when
   * somebody has claimed it since (KIP-360). {@link LaneEvent.Claimed} or {@link
   * LaneEvent.OperationFailed}.
   */
  void renew(LaneId lane, long term, long producerId, short epoch);

  /**
   * InitProducerId without a transactional id, for a target that grants none: the id is new each
   * time and fences nobody. {@link LaneEvent.Claimed} or {@link LaneEvent.OperationFailed}.
   */
  void claimUnfenced(LaneId lane, long term);

  /**
   * Writes an abort marker with this epoch into the partition (AddPartitionsToTxn, EndTxn), so that
   * its leader refuses older epochs: {@link LaneEvent.Fenced} once the marker is in the log, or
   * {@link LaneEvent.OperationFailed}.
   */
  void fence(LaneId lane, long term, TargetPartition partition, long producerId, short epoch);

  /**
   * Reads batch headers from {@code fromOffset} or {@link #LOG_END}, a bounded page: {@link
   * LaneEvent.TailRead} or {@link LaneEvent.OperationFailed}. A log that begins later is read from
   * its beginning; of one that ends before, the bounds alone are told.
   */
  void readTail(LaneId lane, long term, TargetPartition partition, long fromOffset);

  /**
   * Reads one record of the target: {@link LaneEvent.RecordRead} or {@link
   * LaneEvent.OperationFailed}.
   */
  void readRecord(LaneId lane, long term, TargetPartition partition, long offset);

  /**
   * Queues a batch for the next request to the partition's leader; batches of one lane leave in the
   * order of the calls, one per request. {@link LaneEvent.Acknowledged} or {@link
   * LaneEvent.ProduceFailed}. When one fails, those still queued behind it under the same term fail
   * too, unsent.
   *
   * <p>A resent batch is recognised only as long as the leader remembers the producer, and it
   * forgets one whose newest record timestamp is older than {@code producer.id.expiration.ms} (1
   * day by default): every ten minutes and when it restarts, however recent the write was.
   */
  void produce(LaneId lane, long term, TargetPartition partition, OutBatch batch);

  /**
   * Sends what is queued, waits for the network up to {@code timeoutMs} or until {@link #wakeup},
   * delivers replies.
   */
  void poll(long timeoutMs);

  /** Ends a waiting {@link #poll}. Any thread. */
  void wakeup();

  @Override
  void close();
}
