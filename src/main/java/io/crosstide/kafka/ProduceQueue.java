package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** The batches of one target partition: those to be sent and those under way, both in order. */
final class ProduceQueue {
  private static final int NOWHERE = -1;

  final TopicPartition partition;
  private final ArrayDeque<PendingBatch> queued = new ArrayDeque<>();
  private final ArrayDeque<PendingBatch> underWay = new ArrayDeque<>();
  private int nodeId = NOWHERE;
  private Failure obstacle;

  ProduceQueue(TopicPartition partition) {
    this.partition = partition;
  }

  void add(PendingBatch batch) {
    queued.add(batch);
  }

  PendingBatch head() {
    return queued.peekFirst();
  }

  boolean hasQueued() {
    return !queued.isEmpty();
  }

  boolean idle() {
    return queued.isEmpty() && underWay.isEmpty();
  }

  /**
   * Whether the next batch may go to this broker: not while an earlier one is under way to another,
   * or the two could overtake each other.
   */
  boolean maySendTo(int node) {
    return underWay.isEmpty() || nodeId == node;
  }

  PendingBatch send(int node) {
    PendingBatch batch = queued.removeFirst();
    underWay.add(batch);
    nodeId = node;
    obstacle = null;
    return batch;
  }

  /** What keeps the head from being sent, null when nothing but its turn. */
  Failure obstacle() {
    return obstacle;
  }

  void obstacle(Failure failure) {
    obstacle = failure;
  }

  /** False when the batch was answered before. */
  boolean settle(PendingBatch batch) {
    return underWay.remove(batch);
  }

  /** Takes out what waits behind a batch of this term. */
  List<PendingBatch> dropQueued(long term) {
    List<PendingBatch> dropped = queued.stream().filter(batch -> batch.term() == term).toList();
    queued.removeIf(batch -> batch.term() == term);
    return dropped;
  }

  /** Takes out everything, in order. */
  List<PendingBatch> drain() {
    List<PendingBatch> all = new ArrayList<>(underWay);
    all.addAll(queued);
    underWay.clear();
    queued.clear();
    return all;
  }
}
