package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.BatchSummary;
import io.crosstide.ledger.Appender;
import io.crosstide.ledger.LogIds;
import io.crosstide.ledger.Loss;
import io.crosstide.ledger.Note;
import io.crosstide.topology.LossPolicy;
import io.crosstide.topology.LossPolicy.OnGap;
import io.crosstide.topology.LossPolicy.OnRefused;
import io.crosstide.topology.LossPolicy.OnSourceReset;
import io.crosstide.topology.LossPolicy.OnTargetLoss;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossesTest {
  private static final LogIds FIRST = new LogIds("source-1", "target-1");
  private static final LossPolicy BOLD =
      new LossPolicy(OnGap.SKIP, OnSourceReset.CONTINUE, OnTargetLoss.REPEAT, OnRefused.QUARANTINE);

  private final LaneRig rig = new LaneRig();

  private static LaneEvent settings(LossPolicy policy, LogIds logs) {
    return new LaneEvent.SettingsChanged(LaneRig.settings(1_000_000).with(policy, logs));
  }

  private static LaneEvent outOfRange(long wanted, long start, long end) {
    Failure failure = new Failure(Failure.Kind.OUT_OF_RANGE, "OFFSET_OUT_OF_RANGE", "test");
    return new LaneEvent.FetchFailed(failure, wanted, start, end);
  }

  private static LaneEvent diverged(int epoch, long end) {
    Failure failure = new Failure(Failure.Kind.OUT_OF_RANGE, "SOURCE_TRUNCATED", "test");
    return new LaneEvent.SourceReset(failure, epoch, end);
  }

  private LaneRig copying(LossPolicy policy) {
    rig.tell(settings(policy, FIRST));
    return rig.working();
  }

  private List<Note> losses() {
    return rig.ledger.notes().all().stream()
        .filter(note -> note.loss().kind() != Loss.Kind.BEGAN)
        .filter(note -> note.loss().kind() != Loss.Kind.EPOCH)
        .toList();
  }

  @Test
  void shouldKnowFromTheStartWhichLogsItIsAbout() {
    copying(LossPolicy.CAUTIOUS);

    assertThat(rig.ledger.notes().logs()).isEqualTo(FIRST);
  }

  @Test
  void shouldStopAtAGapAndNoteIt() {
    copying(LossPolicy.CAUTIOUS).fetched(0, 5).acknowledged(0, 100).commands.clear();

    rig.tell(outOfRange(5, 20, 40));

    assertThat(rig.state()).isEqualTo("stopped");
    assertThat(rig.lane.status(null).reason()).contains("SOURCE_GAP", "20", "5");
    assertThat(rig.commands).contains(new LaneCommand.LedgerChanged());
    assertThat(losses()).singleElement().matches(Note::open);
    assertThat(rig.ledger.nextSource()).isEqualTo(5);
    assertThat(rig.lane.status(null).losses().openGaps()).isEqualTo(1);
  }

  @Test
  void shouldGoOnBehindAGapOnlyWhenItIsStored() {
    copying(BOLD).fetched(0, 5).acknowledged(0, 100).commands.clear();

    rig.tell(outOfRange(5, 20, 40));

    assertThat(rig.commands).endsWith(new LaneCommand.StoreLedger());
    assertThat(rig.commands).doesNotHaveAnyElementsOfTypes(LaneCommand.Assign.class);
    assertThat(rig.ledger.notes().allStored()).isFalse();
    rig.passed(1);
    assertThat(rig.commands).last().isEqualTo(assign(20));
    assertThat(rig.ledger.appender()).hasValue(new Appender(LaneRig.PRODUCER, (short) 1, 0, 105));
    assertThat(losses())
        .singleElement()
        .satisfies(
            note -> {
              assertThat(note.loss().kind()).isEqualTo(Loss.Kind.GAP);
              assertThat(note.loss().from()).isEqualTo(5);
              assertThat(note.loss().to()).isEqualTo(20);
              assertThat(note.loss().atMs()).isEqualTo(rig.timeMs);
              assertThat(note.open()).isFalse();
            });
    assertThat(rig.lane.status(null).reason()).contains("gap: source offsets 5 to 20");
  }

  @Test
  void shouldLeaveTheLaneToWhoHasClaimedItWhileItNotedALoss() {
    copying(BOLD).fetched(0, 5).acknowledged(0, 100);
    rig.tell(outOfRange(5, 20, 40)).tell(new LaneEvent.LedgerStored());
    Failure fenced = new Failure(Failure.Kind.FENCED, "INVALID_PRODUCER_EPOCH", "test");
    rig.commands.clear();

    rig.tell(new LaneEvent.OperationFailed("claim", fenced));

    assertThat(rig.state()).isEqualTo("waiting");
    assertThat(rig.commands).contains(new LaneCommand.HoldLedger());
    assertThat(rig.commands).doesNotHaveAnyElementsOfTypes(LaneCommand.Assign.class);
  }

  @Test
  void shouldNotGoOnBehindAGapThatCouldNotBeStored() {
    copying(BOLD).fetched(0, 5).acknowledged(0, 100);
    rig.tell(outOfRange(5, 20, 40)).tell(new LaneEvent.OperationFailed("store", LaneRig.TRANSIENT));
    rig.wake().tell(LaneRig.claimed(1)).tell(LaneRig.tail(105, List.of()));
    rig.tell(new LaneEvent.Fenced()).commands.clear();

    rig.tell(LaneRig.tail(106, List.of(LaneRig.marker(105, 1))));

    assertThat(rig.commands).containsExactly(new LaneCommand.StoreLedger());
  }

  @Test
  void shouldFirstSendWhatWasFetchedBeforeTheGap() {
    copying(BOLD).fetched(0, 5, 5);

    rig.tell(outOfRange(10, 20, 40));
    assertThat(losses()).isEmpty();
    rig.acknowledged(0, 100);
    assertThat(losses()).isEmpty();
    rig.acknowledged(5, 105);

    assertThat(losses()).singleElement().matches(note -> note.loss().from() == 10);
  }

  @Test
  void shouldGoOnFromWhereTheLogsAgreeWhenTheSourceWasCutOff() {
    copying(BOLD).fetched(0, 5, 5).acknowledged(0, 100).acknowledged(5, 105);

    rig.tell(diverged(0, 7)).passed(1);

    assertThat(rig.ledger.nextSource()).isEqualTo(7);
    assertThat(rig.ledger.targetEnd()).isEqualTo(110);
    assertThat(losses()).singleElement().matches(note -> note.opens() && note.chapter() == 1);
    assertThat(rig.commands)
        .last()
        .isEqualTo(new LaneCommand.Assign(new SourcePosition(7, "source-1", 0)));
  }

  @Test
  void shouldStopWhenTheSourceWasCutOff() {
    copying(LossPolicy.CAUTIOUS).fetched(0, 5).acknowledged(0, 100);

    rig.tell(diverged(0, 3));

    assertThat(rig.state()).isEqualTo("stopped");
    assertThat(rig.ledger.nextSource()).isEqualTo(5);
    assertThat(losses()).isEmpty();
  }

  @Test
  void shouldLoseNothingWhenOnlyWhatWasFetchedAheadIsGone() {
    copying(LossPolicy.CAUTIOUS).fetched(0, 5).acknowledged(0, 100).commands.clear();

    rig.tell(diverged(0, 9));

    assertThat(rig.commands).last().isInstanceOf(LaneCommand.Assign.class);
    assertThat(rig.state()).isEqualTo("copying");
    assertThat(losses()).isEmpty();
  }

  @Test
  void shouldStopWhenTheSourceTopicIsAnotherOne() {
    copying(LossPolicy.CAUTIOUS).fetched(0, 5).acknowledged(0, 100);

    rig.tell(settings(LossPolicy.CAUTIOUS, new LogIds("source-2", "target-1")));
    rig.tell(LaneRig.claimed(1));

    assertThat(rig.state()).isEqualTo("stopped");
    assertThat(rig.lane.status(null).reason()).contains("SOURCE_RECREATED", "source-2");
  }

  @Test
  void shouldLookAgainSoonWhenTheFetcherSeesAnotherTopicThanTheFlow() {
    copying(LossPolicy.CAUTIOUS).fetched(0, 5).acknowledged(0, 100);
    rig.tell(diverged(-1, -1));
    assertThat(rig.state()).isEqualTo("stopped");
    assertThat(rig.lane.wakeAtMs()).isEqualTo(rig.nowMs + Patience.MIN_BACKOFF_MS);

    rig.wake();

    assertThat(rig.state()).isEqualTo("copying");
    assertThat(rig.commands)
        .last()
        .isEqualTo(new LaneCommand.Assign(new SourcePosition(5, "source-1", 0)));
    rig.tell(diverged(-1, -1));
    rig.tell(settings(LossPolicy.CAUTIOUS, new LogIds("source-2", "target-1")));
    assertThat(rig.state()).isEqualTo("claiming");
  }

  @Test
  void shouldContinueWithAnotherSourceTopicFromItsBeginning() {
    LogIds second = new LogIds("source-2", "target-1");
    copying(BOLD).fetched(0, 5).acknowledged(0, 100);

    rig.tell(settings(BOLD, second)).tell(LaneRig.claimed(1));
    rig.tell(LaneRig.tail(105, List.of())).tell(new LaneEvent.Fenced());
    rig.tell(LaneRig.tail(106, List.of(LaneRig.marker(105, 1))));
    rig.tell(new LaneEvent.StartFound(0)).tell(new LaneEvent.LedgerStored());

    assertThat(rig.state()).isEqualTo("copying");
    assertThat(rig.commands)
        .last()
        .isEqualTo(new LaneCommand.Assign(new SourcePosition(0, "source-2", -1)));
    assertThat(rig.ledger.notes().logs()).isEqualTo(second);
    assertThat(rig.ledger.targetEnd()).isEqualTo(106);
    rig.fetched(0, 3).acknowledged(0, 106);
    assertThat(rig.ledger.nextSource()).isEqualTo(3);
  }

  @Test
  void shouldMirrorAgainFromBehindTheLastBatchThatTheTargetStillHas() {
    copying(BOLD).fetched(0, 5, 5, 5).acknowledged(0, 100);
    rig.acknowledged(5, 105).acknowledged(10, 110).failed(15, Failure.Kind.LOST_SEQUENCE);
    rig.fetched(15, 5).failed(15, Failure.Kind.LOST_SEQUENCE);
    rig.tell(LaneRig.claimed(1));
    staysShort(107);
    rig.commands.clear();

    // Of another writer is what follows; the lane's second batch is gone.
    var other = new BatchSummary(105, 106, 2, 99, (short) 0, 0, false);
    rig.tell(LaneRig.tail(107, List.of(LaneRig.data(100, 5, 0, 0), other)));

    assertThat(rig.ledger.nextSource()).isEqualTo(5);
    assertThat(rig.commands).containsExactly(new LaneCommand.StoreLedger());
    assertThat(losses())
        .singleElement()
        .matches(note -> note.loss().from() == 5 && note.loss().to() == 15);
    rig.tell(new LaneEvent.LedgerStored());
    assertThat(rig.commands).last().isInstanceOf(LaneCommand.Fence.class);
    rig.tell(new LaneEvent.Fenced()).tell(new LaneEvent.LedgerRead(false));
    rig.tell(LaneRig.tail(108, List.of(LaneRig.marker(107, 4))));
    rig.tell(new LaneEvent.LedgerStored());
    assertThat(rig.commands).last().isEqualTo(assign(5));
    assertThat(rig.state()).isEqualTo("copying");
  }

  @Test
  void shouldStopWhenTheTargetLostRecords() {
    copying(LossPolicy.CAUTIOUS).fetched(0, 5).acknowledged(0, 100);
    rig.fetched(5, 5).failed(5, Failure.Kind.LOST_SEQUENCE).tell(LaneRig.claimed(1));
    staysShort(101);

    assertThat(rig.state()).isEqualTo("stopped");
    assertThat(rig.lane.status(null).reason()).contains("TARGET_LOST_RECORDS");
  }

  @Test
  void shouldMirrorAllAgainIntoATargetTopicThatWasCreatedAgain() {
    copying(BOLD).fetched(0, 5).acknowledged(0, 100);
    LogIds second = new LogIds("source-1", "target-2");

    rig.tell(settings(BOLD, second)).tell(LaneRig.claimed(1));
    rig.tell(LaneRig.tail(0, List.of())).tell(new LaneEvent.Fenced());
    rig.tell(LaneRig.tail(1, List.of(LaneRig.marker(0, 1))));
    rig.tell(new LaneEvent.StartFound(0)).tell(new LaneEvent.LedgerStored());

    assertThat(rig.state()).isEqualTo("copying");
    assertThat(rig.ledger.nextSource()).isZero();
    assertThat(rig.ledger.targetEnd()).isEqualTo(1);
    assertThat(rig.ledger.notes().logs()).isEqualTo(second);
    assertThat(losses()).singleElement().matches(n -> n.loss().kind() == Loss.Kind.TARGET_LOSS);
  }

  @Test
  void shouldNeverGoBackToATopicThatIsGone() {
    shouldContinueWithAnotherSourceTopicFromItsBeginning();

    rig.tell(settings(BOLD, FIRST));

    assertThat(rig.state()).isEqualTo("copying");
    assertThat(rig.ledger.notes().logs().source()).isEqualTo("source-2");
  }

  /** From the second claim on the ledger is read again before the lane believes it. */
  private void staysShort(long end) {
    LaneEvent tail = LaneRig.tail(end, List.of());
    rig.tell(tail).wake().tell(LaneRig.claimed(2));
    for (int look = 1; look < Recovery.MAX_SHORT_TAILS; look++) {
      rig.tell(tail).tell(new LaneEvent.LedgerRead(false)).tell(tail);
      rig.wake().tell(LaneRig.claimed(look + 2));
    }
    rig.tell(tail).tell(new LaneEvent.LedgerRead(false)).tell(tail);
  }

  private static LaneCommand assign(long offset) {
    return new LaneCommand.Assign(new SourcePosition(offset, "source-1", 0));
  }
}
