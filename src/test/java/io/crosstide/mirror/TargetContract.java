package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;

/**
 * What lanes rely on in a target, the same for the fake and for a real broker, so that the fake
 * can't drift. Each test has a partition of its own.
 */
public abstract class TargetContract {
  /** The topic's max.message.bytes. */
  protected static final int MAX_BATCH_BYTES = 4_000;

  private static final long TERM = 1;

  private final Answers answers = new Answers();
  private TargetPort target;
  private TargetPartition partition;
  private LaneId lane;

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

  @Test
  void shouldAcknowledgeBatchesWithTheirOffsets() {
    Claimed us = takenOver();

    produce(us, 0, 3);
    produce(us, 3, 2);
    produce(us, 5, 1);

    // Offset 0 is the fence's.
    assertThat(List.of(acknowledged(), acknowledged(), acknowledged()))
        .containsExactlyInAnyOrder(
            new Acknowledged(0, 1), new Acknowledged(3, 4), new Acknowledged(5, 6));
  }

  @Test
  void shouldAnswerABatchSentAgainWithItsFirstOffset() {
    Claimed us = takenOver();
    for (int i = 0; i < 5; i++) {
      produce(us, i, 1);
      acknowledged();
    }

    produce(us, 0, 1);

    assertThat(acknowledged()).isEqualTo(new Acknowledged(0, 1));
  }

  @Test
  void shouldNotKnowABatchThatHasTheSameBeginningButAnotherEnd() {
    Claimed us = takenOver();
    produce(us, 0, 3);
    acknowledged();

    produce(us, 0, 2);

    assertThat(refused()).isEqualTo(Failure.Kind.LOST_SEQUENCE);
  }

  @Test
  void shouldTellAGapInTheSequence() {
    Claimed us = takenOver();
    produce(us, 0, 3);
    acknowledged();

    produce(us, 4, 1);

    assertThat(refused()).isEqualTo(Failure.Kind.LOST_SEQUENCE);
  }

  @Test
  void shouldTakeAnyFirstSequenceFromAProducerItDoesNotKnow() {
    target.claimUnfenced(lane, TERM);
    Claimed us = next(Claimed.class);

    produce(us, 7, 1);

    assertThat(acknowledged()).isEqualTo(new Acknowledged(7, 0));
  }

  @Test
  void shouldKeepTheProducerIdAndRaiseTheEpochWithEachClaim() {
    Claimed first = claimed();
    Claimed second = claimed();

    assertThat(second.producerId()).isEqualTo(first.producerId());
    assertThat(second.epoch()).isEqualTo((short) (first.epoch() + 1));
  }

  @Test
  void shouldTakeAnOldEpochUntilItIsFenced() {
    Claimed old = takenOver();
    produce(old, 0, 1);
    acknowledged();
    Claimed heir = claimed();
    produce(old, 1, 1);
    assertThat(acknowledged()).isEqualTo(new Acknowledged(1, 2));

    fence(heir);

    produce(old, 2, 1);
    assertThat(refused()).isEqualTo(Failure.Kind.FENCED);
    produce(old, 1, 1);
    assertThat(refused()).as("a batch sent again").isEqualTo(Failure.Kind.FENCED);
  }

  @Test
  void shouldBeginANewEpochAtZero() {
    Claimed old = takenOver();
    produce(old, 0, 1);
    acknowledged();
    Claimed heir = takenOver();

    produce(heir, 1, 1);
    assertThat(refused()).isEqualTo(Failure.Kind.LOST_SEQUENCE);
    produce(heir, 0, 1);
    assertThat(acknowledged()).isEqualTo(new Acknowledged(0, 3));
  }

  @Test
  void shouldNotFenceUnderAnOldEpoch() {
    Claimed old = claimed();
    claimed();

    target.fence(lane, TERM, partition, old.producerId(), old.epoch());

    Failure failure = next(LaneEvent.OperationFailed.class).failure();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.FENCED);
  }

  @Test
  void shouldReadTheTailPageByPage() {
    Claimed us = takenOver();
    for (int i = 0; i < 10; i++) {
      produce(us, 2 * i, 2);
      acknowledged();
    }
    Claimed heir = takenOver();

    List<BatchSummary> tail = readTail(3);

    assertThat(tail).hasSize(10);
    assertThat(tail.getFirst())
        .isEqualTo(new BatchSummary(3, 4, 2, us.producerId(), us.epoch(), 2, false));
    BatchSummary marker = tail.getLast();
    assertThat(marker.control()).isTrue();
    assertThat(marker.producerId()).isEqualTo(heir.producerId());
    assertThat(marker.producerEpoch()).isEqualTo(heir.epoch());
  }

  @Test
  void shouldReadATailThatBeginsInsideABatchFromTheBatchsBeginning() {
    Claimed us = takenOver();
    produce(us, 0, 5);
    acknowledged();

    assertThat(readTail(3)).extracting(BatchSummary::baseOffset).containsExactly(1L);
  }

  @Test
  void shouldTellTheBoundsOfTheLog() {
    Claimed us = takenOver();
    produce(us, 0, 5);
    acknowledged();

    target.readTail(lane, TERM, partition, TargetPort.LOG_END);
    assertThat(next(TailRead.class)).isEqualTo(new TailRead(List.of(), 6, 0, 6));
    target.readTail(lane, TERM, partition, 6);
    assertThat(next(TailRead.class)).isEqualTo(new TailRead(List.of(), 6, 0, 6));
  }

  @Test
  void shouldTellTheBoundsOfALogThatEndsBeforeTheWantedOffset() {
    takenOver();

    target.readTail(lane, TERM, partition, 50);

    TailRead page = next(TailRead.class);
    assertThat(page.batches()).isEmpty();
    assertThat(page.logEndOffset()).isEqualTo(1);
  }

  @Test
  void shouldRefuseABatchThatIsTooLargeAndTakeTheNext() {
    Claimed us = takenOver();

    produce(us, 0, MAX_BATCH_BYTES / 10);
    assertThat(refused()).isEqualTo(Failure.Kind.REFUSED);
    produce(us, 0, 1);

    assertThat(acknowledged()).isEqualTo(new Acknowledged(0, 1));
  }

  @Test
  void shouldTellADamagedBatch() {
    Claimed us = takenOver();
    ByteBuffer damaged = batch(us, 0, 3);
    damaged.put(damaged.limit() - 1, (byte) 0x5A);

    produce(damaged, 0, 3);

    assertThat(refused()).isEqualTo(Failure.Kind.CORRUPT);
  }

  private Claimed claimed() {
    target.claim(lane, TERM);
    return next(Claimed.class);
  }

  private Claimed takenOver() {
    Claimed us = claimed();
    fence(us);
    return us;
  }

  private void fence(Claimed us) {
    target.fence(lane, TERM, partition, us.producerId(), us.epoch());
    next(Fenced.class);
  }

  private void produce(Claimed us, int sequence, int count) {
    produce(batch(us, sequence, count), sequence, count);
  }

  private void produce(ByteBuffer batch, int sequence, int count) {
    var pieces = List.of(new Piece(sequence, count));
    target.produce(
        lane,
        TERM,
        partition,
        new OutBatch(batch, sequence, count, pieces, sequence + count, -1, Hold.NONE));
  }

  private static ByteBuffer batch(Claimed us, int sequence, int count) {
    var records = new ArrayList<TestRecord>();
    for (int i = 0; i < count; i++) {
      ByteBuffer value = ByteBuffer.allocate(Long.BYTES).putLong(0, sequence + i);
      records.add(new TestRecord(System.currentTimeMillis(), null, value, List.of()));
    }
    var writer = new TestBatch.Writer(us.producerId(), us.epoch(), sequence);
    return TestBatch.of(writer, 0, records);
  }

  private List<BatchSummary> readTail(long from) {
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

  private Acknowledged acknowledged() {
    return next(Acknowledged.class);
  }

  private Failure.Kind refused() {
    return next(ProduceFailed.class).failure().kind();
  }

  private <T extends LaneEvent> T next(Class<T> type) {
    return answers.next(type, () -> goOn(target));
  }
}
