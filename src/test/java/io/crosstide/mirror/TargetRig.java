package io.crosstide.mirror;

import io.crosstide.batch.BatchSummary;
import io.crosstide.batch.Hold;
import io.crosstide.batch.Piece;
import io.crosstide.mirror.LaneEvent.Acknowledged;
import io.crosstide.mirror.LaneEvent.Claimed;
import io.crosstide.mirror.LaneEvent.Fenced;
import io.crosstide.mirror.LaneEvent.ProduceFailed;
import io.crosstide.mirror.LaneEvent.TailRead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A target, a partition of it and a lane, for the contracts of targets. */
abstract class TargetRig {
  /** The topic's max.message.bytes. */
  protected static final int MAX_BATCH_BYTES = 4_000;

  static final long TERM = 1;
  private static final long WRITTEN_MS = System.currentTimeMillis();

  private final Answers answers = new Answers();
  TargetPort target;
  TargetPartition partition;
  LaneId lane;

  /** A port whose events go to {@code sink}; closed after the test. */
  protected abstract TargetPort connect(EventSink sink);

  /** A partition that nobody has used. */
  protected abstract TargetPartition freshPartition();

  /** Lets the port go on for a moment. */
  protected abstract void goOn(TargetPort port);

  @BeforeEach
  void open() {
    partition = freshPartition();
    lane = new LaneId("a->b", partition.topic(), 0);
    target = connect(answers);
  }

  @AfterEach
  void close() {
    target.close();
  }

  Claimed claimed() {
    target.claim(lane, TERM);
    return next(Claimed.class);
  }

  Claimed takenOver() {
    Claimed us = claimed();
    fence(us);
    return us;
  }

  void fence(Claimed us) {
    target.fence(lane, TERM, partition, us.producerId(), us.epoch());
    next(Fenced.class);
  }

  void produce(Claimed us, int sequence, int count) {
    produce(batch(us, sequence, count), sequence, count);
  }

  void produce(ByteBuffer batch, int sequence, int count) {
    var pieces = List.of(new Piece(0, count));
    target.produce(
        lane, TERM, partition, new OutBatch(batch, sequence, count, pieces, count, -1, Hold.NONE));
  }

  static ByteBuffer batch(Claimed us, int sequence, int count) {
    var records = new ArrayList<TestRecord>();
    for (int i = 0; i < count; i++) {
      ByteBuffer value = ByteBuffer.allocate(Long.BYTES).putLong(0, sequence + i);
      records.add(new TestRecord(WRITTEN_MS, null, value, List.of()));
    }
    var writer = new TestBatch.Writer(us.producerId(), us.epoch(), sequence);
    return TestBatch.of(writer, 0, records);
  }

  List<BatchSummary> readTail(long from) {
    var tail = new ArrayList<BatchSummary>();
    long next = from;
    long end = Long.MAX_VALUE;
    while (next < end) {
      target.readTail(lane, TERM, partition, next);
      TailRead page = next(TailRead.class);
      tail.addAll(page.batches());
      next = page.nextOffset();
      end = page.logEndOffset();
    }
    return tail;
  }

  Acknowledged acknowledged() {
    return next(Acknowledged.class);
  }

  Failure.Kind refused() {
    return next(ProduceFailed.class).failure().kind();
  }

  <T extends LaneEvent> T next(Class<T> type) {
    return answers.next(type, () -> goOn(target));
  }
}
