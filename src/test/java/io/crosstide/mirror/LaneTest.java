package io.crosstide.mirror;

import static io.crosstide.mirror.LaneRig.claimed;
import static io.crosstide.mirror.LaneRig.data;
import static io.crosstide.mirror.LaneRig.marker;
import static io.crosstide.mirror.LaneRig.noFormerIds;
import static io.crosstide.mirror.LaneRig.tail;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.Piece;
import java.util.List;
import org.junit.jupiter.api.Test;

class LaneTest {
  private final LaneRig rig = new LaneRig();

  @Test
  void shouldDoOneThingAfterTheOtherBeforeItCopies() {
    rig.tell(claimed(0));
    rig.tell(noFormerIds());
    rig.tell(new LaneEvent.Registered());
    rig.tell(new LaneEvent.Fenced());
    rig.tell(tail(10, List.of()));
    rig.tell(new LaneEvent.StartFound(3));
    rig.tell(new LaneEvent.LedgerStored());

    assertThat(rig.commands)
        .extracting(command -> command.getClass().getSimpleName())
        .containsExactly(
            "Claim",
            "FindFormerIds",
            "Register",
            "Fence",
            "ReadTail",
            "FindStart",
            "StoreLedger",
            "Assign");
    assertThat(rig.commands).endsWith(new LaneCommand.Assign(SourcePosition.at(3)));
  }

  @Test
  void shouldNotWorkBeforeItsProducerIdIsStored() {
    rig.tell(claimed(0)).tell(noFormerIds());
    rig.tell(new LaneEvent.Registered()).tell(new LaneEvent.Fenced());
    rig.tell(tail(10, List.of())).tell(new LaneEvent.StartFound(0));
    rig.tell(new LaneEvent.OperationFailed("store", LaneRig.TRANSIENT)).wake();
    rig.commands.clear();

    rig.tell(claimed(1)).tell(tail(11, List.of())).tell(new LaneEvent.Fenced());
    rig.tell(tail(11, List.of(marker(10, 1))));

    assertThat(rig.commands).last().isEqualTo(new LaneCommand.StoreLedger());
  }

  @Test
  void shouldSendTheFirstBatchAlone() {
    rig.working().fetched(0, 5, 5, 5);

    assertThat(rig.sent()).hasSize(1);
    rig.acknowledged(0, 100);
    assertThat(rig.sent()).extracting(OutBatch::baseSequence).containsExactly(5, 10);
  }

  @Test
  void shouldSendTheFirstBatchAfterAPauseAlone() {
    rig.working().fetched(0, 5).acknowledged(0, 100).sent();
    rig.nowMs += Sending.PAUSE_MS;

    rig.fetched(5, 5, 5);

    assertThat(rig.sent()).hasSize(1);
  }

  @Test
  void shouldEnterRecordsOnceTheyAreAcknowledgedInOrder() {
    rig.working().fetched(0, 5, 5, 5).acknowledged(0, 100);
    rig.acknowledged(10, 110);
    assertThat(rig.ledger.nextSource()).isEqualTo(5);

    rig.acknowledged(5, 105);

    assertThat(rig.ledger.nextSource()).isEqualTo(15);
    assertThat(rig.ledger.toTarget(14)).hasValue(114);
    assertThat(rig.openLeases).isZero();
  }

  @Test
  void shouldSendABatchAgainAsItWas() {
    rig.working().fetched(0, 5);
    OutBatch first = rig.sent().getFirst();

    rig.failed(0, Failure.Kind.TRANSIENT).wake();

    assertThat(rig.sent()).containsExactly(first);
  }

  @Test
  void shouldNotSendABatchAgainThatTheLeaderMayHaveForgotten() {
    rig.working().fetched(0, 5).sent();
    rig.nowMs += Sending.PAUSE_MS;

    rig.failed(0, Failure.Kind.TRANSIENT).wake();

    assertThat(rig.commands).contains(new LaneCommand.Claim());
    assertThat(rig.sent()).isEmpty();
  }

  @Test
  void shouldClaimAnewWhenTheSequenceIsLost() {
    rig.working().fetched(0, 5).failed(0, Failure.Kind.LOST_SEQUENCE);

    assertThat(rig.state()).isEqualTo("claiming");
    assertThat(rig.openLeases).isZero();
  }

  @Test
  void shouldAskTheTailWhenARefusalFollowsAnUnansweredAttempt() {
    rig.working().fetched(0, 5).failed(0, Failure.Kind.TRANSIENT).wake();

    rig.failed(0, Failure.Kind.REFUSED);

    assertThat(rig.state()).isEqualTo("claiming");
  }

  @Test
  void shouldStopAloneWithTheReasonWhenABatchIsRefused() {
    rig.working().fetched(0, 5).failed(0, Failure.Kind.REFUSED);

    assertThat(rig.state()).isEqualTo("stopped");
    assertThat(rig.lane.status(null).reason()).contains("REFUSED");
  }

  @Test
  void shouldTryAgainAtOnceWhenSettingsChange() {
    rig.working().fetched(0, 5).failed(0, Failure.Kind.REFUSED).sent();
    rig.tell(new LaneEvent.SettingsChanged(LaneRig.settings(2_000_000)));

    assertThat(rig.commands).containsExactly(new LaneCommand.Assign(SourcePosition.at(0)));
  }

  @Test
  void shouldGoOnBehindWhatAFormerOwnerAppended() {
    LaneRig heir = LaneRig.heir(List.of(data(110, 4, 0, 10), marker(114, 1)));

    heir.fetched(10, 6).tell(new LaneEvent.LedgerStored());
    heir.fetched(14, 2).acknowledged(0, 200);

    assertThat(heir.sent().getFirst().pieces()).containsExactly(new Piece(14, 2));
    assertThat(heir.ledger.toTarget(13)).hasValue(113);
    assertThat(heir.ledger.toTarget(15)).hasValue(201);
  }

  @Test
  void shouldNotForgetTheReplayWhenItFetchesAgain() {
    LaneRig heir = LaneRig.heir(List.of(data(110, 8, 0, 10), marker(118, 1)));
    heir.fetched(10, 6);
    var damaged = heir.batch(16, TestBatch.Writer.PLAIN, 0, 4);
    damaged.put(57, (byte) 1);
    heir.fetched(20, List.of(), List.of(damaged)).commands.clear();

    heir.fetched(16, 4).tell(new LaneEvent.LedgerStored()).fetched(16, 4);

    assertThat(heir.sent().getFirst().pieces()).containsExactly(new Piece(18, 2));
  }

  @Test
  void shouldReadTheTailUpToItsOwnMarker() {
    LaneRig heir = LaneRig.behindTenRecords();
    heir.fenced();

    heir.tell(tail(110, List.of()));

    assertThat(heir.state()).isEqualTo("waiting");
  }

  @Test
  void shouldWaitBeforeItWritesUnderAnotherProducerId() {
    LaneRig heir = LaneRig.behindTenRecords();

    heir.tell(new LaneEvent.Claimed(8, (short) 0));
    assertThat(heir.commands).containsExactly(new LaneCommand.Claim());
    heir.wake().tell(tail(110, List.of()));

    assertThat(heir.nowMs).isEqualTo(1_000_000 + TakeOver.FORMER_OWNER_MS);
    assertThat(heir.commands).endsWith(new LaneCommand.Register(8));
  }

  @Test
  void shouldLeaveNoMarkerInATargetThatLostRecords() {
    LaneRig heir = LaneRig.behindTenRecords();

    heir.tell(claimed(1)).tell(tail(50, List.of()));

    assertThat(heir.state()).isEqualTo("waiting");
    assertThat(heir.commands).noneMatch(LaneCommand.Fence.class::isInstance);
  }

  @Test
  void shouldGoOnUnfencedWhereTheTargetGrantsNoTransactionalId() {
    rig.tell(
        new LaneEvent.OperationFailed(
            "claim",
            new Failure(
                Failure.Kind.REFUSED, "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "not allowed")));

    rig.tell(claimed(0)).tell(noFormerIds()).tell(new LaneEvent.Registered());

    assertThat(rig.commands)
        .containsSequence(
            new LaneCommand.ClaimUnfenced(),
            new LaneCommand.FindFormerIds(),
            new LaneCommand.Register(7))
        .doesNotContain(new LaneCommand.Fence(7, (short) 0));
  }

  @Test
  void shouldSettleWhatIsUnderWayBeforeItCloses() {
    rig.working().fetched(0, 5).tell(new LaneEvent.Close());
    assertThat(rig.lane.closed()).isFalse();

    rig.acknowledged(0, 100);

    assertThat(rig.lane.closed()).isTrue();
    assertThat(rig.ledger.nextSource()).isEqualTo(5);
    assertThat(rig.openLeases).isZero();
  }

  @Test
  void shouldIgnoreAnAnswerToAnOlderTerm() {
    rig.working().fetched(0, 5);

    rig.tell(rig.lane.term() - 1, new LaneEvent.Acknowledged(0, 100));

    assertThat(rig.ledger.nextSource()).isZero();
  }
}
