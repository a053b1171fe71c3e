package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.BatchCursor;
import io.crosstide.batch.BatchSummary;
import io.crosstide.batch.RawBatch;
import io.crosstide.kafka.RecordRebuilder;
import io.crosstide.mirror.LaneEvent.Acknowledged;
import io.crosstide.mirror.LaneEvent.Claimed;
import io.crosstide.mirror.LaneEvent.RecordRead;
import io.crosstide.mirror.LaneEvent.TailRead;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * What lanes rely on in a target, the same for the fake and for a real broker, so that the fake
 * can't drift. Each test has a partition of its own.
 */
public abstract class TargetContract extends ClaimContract {
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
  void shouldCountSequenceNumbersBeyondTheLastFromZero() {
    target.claimUnfenced(lane, TERM);
    Claimed us = next(Claimed.class);

    produce(us, Integer.MAX_VALUE - 2, 2);
    assertThat(acknowledged()).isEqualTo(new Acknowledged(Integer.MAX_VALUE - 2, 0));
    produce(us, Integer.MAX_VALUE, 3);
    assertThat(acknowledged()).isEqualTo(new Acknowledged(Integer.MAX_VALUE, 2));
    produce(us, 2, 1);
    assertThat(acknowledged()).isEqualTo(new Acknowledged(2, 5));
    produce(us, Integer.MAX_VALUE, 3);
    assertThat(acknowledged()).as("sent again").isEqualTo(new Acknowledged(Integer.MAX_VALUE, 2));
  }

  @Test
  void shouldTellARecordByItsFingerprint() {
    Claimed us = takenOver();
    produce(us, 0, 3);
    acknowledged();
    RawBatch batch = new BatchCursor(batch(us, 0, 3)).next();

    target.readRecord(lane, TERM, partition, 3);
    OptionalLong third = next(RecordRead.class).fingerprint();
    target.readRecord(lane, TERM, partition, 2);
    OptionalLong second = next(RecordRead.class).fingerprint();

    assertThat(third).isPresent().isEqualTo(new RecordRebuilder().fingerprint(batch, 2));
    assertThat(second).isPresent().isNotEqualTo(third);
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
}
