package io.crosstide.mirror;

import static io.crosstide.mirror.LaneRig.claimed;
import static io.crosstide.mirror.LaneRig.data;
import static io.crosstide.mirror.LaneRig.marker;
import static io.crosstide.mirror.LaneRig.tail;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.ledger.Appender;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.LogIds;
import io.crosstide.ledger.Run;
import io.crosstide.topology.LossPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A lane that several instances may own. */
class LaneOwnershipTest {
  private final LaneRig rig = new LaneRig();

  @Test
  void shouldGoOnWhenRevokedUntilTheNewOwnerFencesIt() {
    rig.working().tell(new LaneEvent.Revoked());
    rig.fetched(0, 5).acknowledged(0, 100).fetched(5, 5);
    assertThat(rig.sent()).extracting(OutBatch::baseSequence).containsExactly(0, 5);

    rig.failed(5, Failure.Kind.FENCED);

    assertThat(rig.state()).isEqualTo("closed");
    assertThat(rig.commands).contains(new LaneCommand.HoldLedger());
    assertThat(rig.openLeases).isZero();
  }

  @Test
  void shouldEndWhenNobodyFencesItInTime() {
    rig.working().tell(new LaneEvent.Revoked());
    assertThat(rig.lane.wakeAtMs()).isEqualTo(rig.nowMs + Holding.HAND_OVER_MS);
    rig.fetched(0, 5);

    rig.wake();

    assertThat(rig.state()).isEqualTo("copying");
    rig.acknowledged(0, 100);
    assertThat(rig.state()).isEqualTo("closed");
    assertThat(rig.commands).contains(new LaneCommand.HoldLedger());
    assertThat(rig.ledger.appender()).map(Appender::from).hasValue(10L);
  }

  @Test
  void shouldStoreNothingOfItsLedgerOnceItIsSomebodyElses() {
    rig.working().tell(new LaneEvent.Revoked());

    assertThat(rig.commands).containsExactly(new LaneCommand.HoldLedger());
  }

  @Test
  void shouldStoreNothingOfItsLedgerOnceItWasFenced() {
    rig.working().fetched(0, 5).failed(0, Failure.Kind.FENCED);

    assertThat(rig.commands).contains(new LaneCommand.HoldLedger());
    assertThat(rig.state()).isEqualTo("waiting");
  }

  @Test
  void shouldEndAtOnceWhenRevokedBeforeItCopies() {
    rig.tell(claimed(0)).tell(new LaneEvent.Revoked());

    assertThat(rig.state()).isEqualTo("closed");
  }

  @Test
  void shouldEndAtOnceWhenRevokedWhereNobodyCanFenceIt() {
    Failure none = new Failure(Failure.Kind.REFUSED, "UNSUPPORTED_VERSION", "test");
    rig.tell(new LaneEvent.OperationFailed("claim", none)).tell(claimed(0));
    rig.tell(LaneRig.noFormerIds());
    rig.tell(new LaneEvent.Registered()).tell(tail(10, List.of()));
    rig.tell(new LaneEvent.StartFound(0)).tell(new LaneEvent.LedgerStored());
    assertThat(rig.state()).isEqualTo("copying");

    rig.tell(new LaneEvent.Revoked());

    assertThat(rig.state()).isEqualTo("closed");
  }

  @Test
  void shouldNotBeClaimedAgainWhileItIsSomebodyElses() {
    rig.working().tell(new LaneEvent.Revoked());

    rig.fetched(0, 5).failed(0, Failure.Kind.LOST_SEQUENCE);

    assertThat(rig.state()).isEqualTo("closed");
    assertThat(rig.commands).doesNotContain(new LaneCommand.Claim());
  }

  @Test
  void shouldRenewItsClaimWhenItIsGivenBack() {
    rig.working().tell(new LaneEvent.Revoked());
    rig.fetched(0, 5).tell(new LaneEvent.Assigned()).fetched(5, 5);
    assertThat(rig.sent()).hasSize(1);

    // What is under way comes home first.
    rig.acknowledged(0, 10);

    assertThat(rig.commands).last().isEqualTo(new LaneCommand.Renew(LaneRig.PRODUCER, (short) 0));
    rig.tell(claimed(1)).tell(tail(15, List.of()));
    rig.tell(new LaneEvent.Fenced()).tell(tail(16, List.of(marker(15, 1))));
    assertThat(rig.commands).last().isEqualTo(new LaneCommand.StoreLedger());
  }

  @Test
  void shouldBeClaimedAtOnceWhenSomebodyHadItBeforeItWasGivenBack() {
    rig.working().fetched(0, 5).tell(new LaneEvent.Revoked()).tell(new LaneEvent.Assigned());

    rig.failed(0, Failure.Kind.FENCED);

    assertThat(rig.state()).isEqualTo("claiming");
    assertThat(rig.commands).last().isEqualTo(new LaneCommand.Claim());
  }

  @Test
  void shouldNotRenewItsClaimWhileItIsSomebodyElses() {
    rig.working().tell(new LaneEvent.Revoked());
    long untilMs = rig.nowMs + Holding.HAND_OVER_MS;
    rig.nowMs += Renewal.RENEW_MS;

    assertThat(rig.lane.wakeAtMs()).isEqualTo(untilMs);
    rig.fetched(0, 5).acknowledged(0, 10);

    assertThat(rig.commands).noneMatch(LaneCommand.Renew.class::isInstance);
  }

  @Test
  void shouldDropEverythingWhenLost() {
    rig.working().fetched(0, 5, 5);

    rig.tell(new LaneEvent.Lost());

    assertThat(rig.state()).isEqualTo("closed");
    assertThat(rig.commands).contains(new LaneCommand.HoldLedger());
    assertThat(rig.openLeases).isZero();
  }

  @Test
  void shouldSendNothingWithoutALeaseAndClaimAnewWhenItIsBack() {
    rig.working().fetched(0, 5).acknowledged(0, 100).sent();
    rig.member = false;

    rig.fetched(5, 5);

    assertThat(rig.sent()).isEmpty();
    assertThat(rig.state()).isEqualTo("waiting");
    assertThat(rig.lane.status(null).reason()).contains("MEMBERSHIP_LAPSED");
    assertThat(rig.openLeases).isZero();
    rig.wake();
    assertThat(rig.state()).isEqualTo("waiting");
    rig.member = true;
    rig.wake();
    assertThat(rig.state()).isEqualTo("claiming");
  }

  @Test
  void shouldLeaveTheLedgerAloneWhenItEndsWithoutALease() {
    rig.working().fetched(0, 5);
    rig.member = false;

    rig.tell(Delivery.ANY_TERM, new LaneEvent.Close());

    assertThat(rig.state()).isEqualTo("closed");
    assertThat(rig.commands).contains(new LaneCommand.HoldLedger());
  }

  @Test
  void shouldLookAtTheLedgerAgainWhenSomebodyHadItsProducerIdBefore() {
    rig.tell(claimed(1)).tell(LaneRig.noFormerIds());
    rig.tell(new LaneEvent.Registered()).tell(new LaneEvent.Fenced());
    assertThat(rig.commands).last().isEqualTo(new LaneCommand.ReadLedger());
    LaneLedger stored = LaneLedger.empty();
    stored.begin(0, 10);
    stored.writeAs(new Appender(LaneRig.PRODUCER, (short) 0, 0, 10));
    stored.append(new Run(0, 10, 5));

    rig.tell(new LaneEvent.LedgerRead(rig.ledger.adopt(stored)));

    assertThat(rig.commands).last().isEqualTo(new LaneCommand.ReadTail(15));
    rig.tell(tail(18, List.of(data(15, 2, 0, 5), marker(17, 1)))).fetched(5, 5);
    assertThat(rig.ledger.nextSource()).isEqualTo(7);
  }

  @Test
  void shouldOutliveTheFormerOwnerOfAnIdThatTheLedgerReadAgainTellsOf() {
    rig.tell(claimed(1)).tell(LaneRig.noFormerIds());
    rig.tell(new LaneEvent.Registered()).tell(new LaneEvent.Fenced());
    LaneLedger stored = LaneLedger.empty();
    stored.begin(0, 10);
    stored.writeAs(new Appender(LaneRig.PRODUCER + 1, (short) 0, 0, 10));

    rig.tell(new LaneEvent.LedgerRead(rig.ledger.adopt(stored)));

    assertThat(rig.lane.wakeAtMs()).isEqualTo(rig.nowMs + TakeOver.FORMER_OWNER_MS);
  }

  @Test
  void shouldKeepItsLedgerWhenTheStoredOneIsBehind() {
    LaneLedger mine = LaneLedger.empty();
    mine.begin(0, 10);
    mine.writeAs(new Appender(LaneRig.PRODUCER, (short) 0, 0, 10));
    LaneLedger stored = LaneLedger.empty();
    stored.begin(0, 10);
    stored.writeAs(new Appender(LaneRig.PRODUCER, (short) 0, 0, 10));
    mine.append(new Run(0, 10, 5));

    assertThat(mine.adopt(stored)).isFalse();
    assertThat(mine.nextSource()).isEqualTo(5);
    assertThat(mine.adopt(LaneLedger.empty())).isFalse();
  }

  @Test
  void shouldTakeTheLedgerOfTheNewerEpochEvenIfItIsBehind() {
    LaneLedger mine = LaneLedger.empty();
    mine.begin(0, 10);
    mine.writeAs(new Appender(LaneRig.PRODUCER, (short) 0, 0, 10));
    mine.append(new Run(0, 10, 5));
    mine.advance(9);
    LaneLedger stored = LaneLedger.empty();
    stored.begin(0, 10);
    stored.append(new Run(0, 10, 5));
    Appender newer = new Appender(LaneRig.PRODUCER, (short) 1, 0, 16);
    stored.writeAs(newer);

    assertThat(stored.adopt(mine)).isFalse();
    assertThat(mine.adopt(stored)).isTrue();
    assertThat(mine.nextSource()).isEqualTo(5);
    assertThat(mine.appender()).hasValue(newer);
  }

  private static LaneEvent settings(LossPolicy policy, LogIds logs) {
    return new LaneEvent.SettingsChanged(LaneRig.settings(1_000_000).with(policy, logs));
  }

  @Test
  void shouldLeaveALossToTheNewOwner() {
    LossPolicy skip =
        new LossPolicy(
            LossPolicy.OnGap.SKIP,
            LossPolicy.OnSourceReset.CONTINUE,
            LossPolicy.OnTargetLoss.REPEAT,
            LossPolicy.OnRefused.QUARANTINE);
    Failure gone = new Failure(Failure.Kind.OUT_OF_RANGE, "OFFSET_OUT_OF_RANGE", "test");
    rig.tell(settings(skip, LogIds.UNKNOWN)).working().tell(new LaneEvent.Revoked());

    rig.tell(new LaneEvent.FetchFailed(gone, 0, 20, 40));

    assertThat(rig.state()).isEqualTo("closed");
    assertThat(rig.ledger.notes().all()).isEmpty();
    assertThat(rig.commands).last().isInstanceOf(LaneCommand.Closed.class);
    assertThat(rig.commands).doesNotHaveAnyElementsOfTypes(LaneCommand.StoreLedger.class);
  }

  @Test
  void shouldLeaveTopicsThatWereCreatedAgainToTheNewOwner() {
    rig.tell(settings(LossPolicy.CAUTIOUS, new LogIds("source-1", "target-1")));
    rig.working().tell(new LaneEvent.Revoked());

    rig.tell(settings(LossPolicy.CAUTIOUS, new LogIds("source-2", "target-1")));

    assertThat(rig.state()).isEqualTo("closed");
    assertThat(rig.commands).doesNotHaveAnyElementsOfTypes(LaneCommand.Claim.class);
  }

  @Test
  void shouldNotBelieveAnOldLedgerThatTheTargetLostRecords() {
    LaneRig heir = LaneRig.behindTenRecords();
    heir.tell(claimed(2)).tell(tail(107, List.of()));
    assertThat(heir.commands).last().isEqualTo(new LaneCommand.ReadLedger());

    heir.tell(new LaneEvent.LedgerRead(true));

    assertThat(heir.state()).isEqualTo("measuring");
    assertThat(heir.tell(tail(107, List.of())).state()).isEqualTo("waiting");
  }
}
