package io.crosstide.mirror;

import static io.crosstide.mirror.LaneRig.data;
import static io.crosstide.mirror.LaneRig.marker;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.BatchSummary;
import io.crosstide.batch.Piece;
import io.crosstide.ledger.Appender;
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
  void shouldSeeAGapBeforeTheFirstBatchWhenTheLedgerKnowsBetter() {
    assertThat(
            behind(new Appender(LaneRig.PRODUCER, (short) 0, 8, 100))
                .read(page(110, data(100, 3, 0, 9))))
        .isFalse();
  }

  @Test
  void shouldCountWhatTheTargetHasRemovedByItsSequenceNumbers() {
    TailReader behind = behind(new Appender(LaneRig.PRODUCER, (short) 0, 10, 100));

    assertThat(behind.read(page(111, data(104, 2, 0, 14), data(108, 2, 0, 18), marker(110, 1))))
        .isTrue();

    assertThat(behind.doubt()).isFalse();
    assertThat(counted(behind)).isEqualTo(10);
  }

  @Test
  void shouldNotTakeMoreRecordsForRemovedThanOffsetsAreMissing() {
    TailReader behind = behind(new Appender(LaneRig.PRODUCER, (short) 0, 10, 100));

    assertThat(behind.read(page(111, data(104, 2, 0, 15), marker(106, 1)))).isFalse();
  }

  @Test
  void shouldDoubtWhatWasRemovedBehindTheLastBatchThatIsThere() {
    TailReader behind = behind(new Appender(LaneRig.PRODUCER, (short) 0, 10, 100));

    behind.read(page(107, data(100, 3, 0, 10), marker(106, 1)));

    assertThat(behind.doubt()).isTrue();
  }

  @Test
  void shouldNotDoubtWhatWasRemovedBeforeItsEpochBegan() {
    TailReader behind = behind(new Appender(LaneRig.PRODUCER, (short) 0, 0, 105));

    behind.read(page(109, data(105, 3, 0, 0), marker(108, 1)));

    assertThat(behind.doubt()).isFalse();
    assertThat(counted(behind)).isEqualTo(3);
  }

  @Test
  void shouldDoubtTheEndOfAnEpochOfWhichSomethingWasRemoved() {
    tail.read(page(110, data(100, 3, 0, 0), data(105, 3, 1, 0), marker(108, 1)));

    assertThat(tail.doubt()).isTrue();
  }

  @Test
  void shouldPassOverWhatCameLateFromAnOlderEpoch() {
    TailReader behind = behind(new Appender(LaneRig.PRODUCER, (short) 1, 0, 100));

    behind.read(page(109, data(100, 3, 0, 7), data(103, 2, 1, 0), marker(105, 1)));

    assertThat(counted(behind)).isEqualTo(2);
  }

  @Test
  void shouldCountAcrossTheEndOfTheSequenceNumbers() {
    TailReader behind =
        behind(new Appender(LaneRig.PRODUCER, (short) 0, Integer.MAX_VALUE - 4, 100));

    assertThat(
            behind.read(
                page(
                    111,
                    data(100, 3, 0, Integer.MAX_VALUE - 4),
                    data(105, 5, 0, 0),
                    marker(110, 1))))
        .isTrue();

    assertThat(counted(behind)).isEqualTo(10);
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
    return new TailReader(
        new TailScope(id -> id == LaneRig.PRODUCER, from, Optional.empty(), fence));
  }

  private static TailReader behind(Appender appender) {
    return new TailReader(
        new TailScope(
            id -> id == LaneRig.PRODUCER, 100, Optional.of(appender), Optional.of(FENCE)));
  }

  private static LaneEvent.TailRead page(long end, BatchSummary... batches) {
    return new LaneEvent.TailRead(List.of(batches), end, 0, end);
  }

  /** How many source records the replay walks past. */
  private long counted() {
    return counted(tail);
  }

  private static long counted(TailReader tail) {
    Replay replay = tail.replay();
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(0, 0);
    long next = 0;
    while (!replay.done()) {
      next = replay.match(List.of(new Piece(next, 1)), true, ledger);
    }
    return next;
  }
}
