package io.crosstide.mirror;

import static io.crosstide.mirror.LaneRig.data;
import static io.crosstide.mirror.LaneRig.marker;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.BatchSummary;
import io.crosstide.batch.Piece;
import io.crosstide.ledger.LaneLedger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TailReaderTest {
  private static final ProducerIdentity FENCE =
      new ProducerIdentity(LaneRig.PRODUCER, (short) 1, 0);

  private final TailReader tail = reader(100, Optional.of(FENCE));

  @Test
  void shouldCountWhatThisLaneWroteAmongOthers() {
    BatchSummary other = new BatchSummary(103, 104, 2, 9, (short) 0, 0, false);

    assertThat(tail.read(page(107, data(100, 3, 0, 0), other, data(105, 1, 0, 3), marker(106, 1))))
        .isTrue();

    assertThat(counted()).isEqualTo(4);
  }

  @Test
  void shouldCutABatchThatTheLedgerHasInPart() {
    tail.read(page(105, data(98, 6, 0, 0), marker(104, 1)));

    assertThat(counted()).isEqualTo(4);
  }

  @Test
  void shouldCountWhatWasAppendedToABatchThatCompactionThinned() {
    var thinned = new BatchSummary(100, 104, 2, LaneRig.PRODUCER, (short) 0, 0, false);

    assertThat(tail.read(page(107, thinned, data(105, 1, 0, 5), marker(106, 1)))).isTrue();

    assertThat(counted()).isEqualTo(6);
  }

  @Test
  void shouldSeeAGap() {
    assertThat(tail.read(page(110, data(100, 3, 0, 0), data(103, 3, 0, 4)))).isFalse();
  }

  @Test
  void shouldSeeAGapBeforeTheFirstBatchWhenTheProcessKnowsBetter() {
    var expected = Optional.of(new ProducerIdentity(LaneRig.PRODUCER, (short) 0, 8));
    var knowing = new TailReader(id -> id == LaneRig.PRODUCER, 100, expected, Optional.of(FENCE));

    assertThat(knowing.read(page(110, data(100, 3, 0, 9)))).isFalse();
  }

  @Test
  void shouldEndAtItsMarkerOnly() {
    LaneEvent.TailRead early = page(103, data(100, 3, 0, 0));
    tail.read(early);
    assertThat(tail.complete(early)).isFalse();
    assertThat(tail.cutShort(early)).isTrue();

    LaneEvent.TailRead last = page(104, marker(103, 1));
    tail.read(last);
    assertThat(tail.complete(last)).isTrue();
  }

  @Test
  void shouldEndAtTheFirstHighWatermarkWhereNobodyIsFenced() {
    TailReader unfenced = reader(100, Optional.empty());
    LaneEvent.TailRead page = page(103, data(100, 3, 0, 0));
    unfenced.read(page);

    assertThat(unfenced.complete(page)).isTrue();
  }

  private static TailReader reader(long from, Optional<ProducerIdentity> fence) {
    return new TailReader(id -> id == LaneRig.PRODUCER, from, Optional.empty(), fence);
  }

  private static LaneEvent.TailRead page(long end, BatchSummary... batches) {
    return new LaneEvent.TailRead(List.of(batches), end, 0, end);
  }

  /** How many source records the replay walks past. */
  private long counted() {
    Replay replay = tail.replay();
    LaneLedger ledger = LaneLedger.empty();
    long next = 0;
    while (!replay.done()) {
      next = replay.match(List.of(new Piece(next, 1)), ledger);
    }
    return next;
  }
}
