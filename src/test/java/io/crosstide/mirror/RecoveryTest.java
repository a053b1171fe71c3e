package io.crosstide.mirror;

import static io.crosstide.mirror.LaneRig.claimed;
import static io.crosstide.mirror.LaneRig.data;
import static io.crosstide.mirror.LaneRig.marker;
import static io.crosstide.mirror.LaneRig.noFormerIds;
import static io.crosstide.mirror.LaneRig.tail;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.BatchCursor;
import io.crosstide.batch.BatchSummary;
import io.crosstide.batch.RawBatch;
import io.crosstide.kafka.RecordRebuilder;
import io.crosstide.ledger.Appender;
import io.crosstide.topology.Guarantee;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecoveryTest {
  private final LaneRig rig = new LaneRig();

  @Test
  void shouldStoreAsWhomItGoesOnOnlyWhenTheReplayIsDone() {
    LaneRig heir = LaneRig.heir(List.of(data(110, 4, 0, 10), marker(114, 1)));
    assertThat(heir.ledger.appender()).contains(new Appender(LaneRig.PRODUCER, (short) 0, 10, 100));

    heir.fetched(10, 6);

    assertThat(heir.commands).endsWith(new LaneCommand.StoreLedger());
    assertThat(heir.ledger.appender()).contains(new Appender(LaneRig.PRODUCER, (short) 1, 0, 115));
  }

  @Test
  void shouldCompareTheLastRecordWhenTheSourceHasHoles() {
    LaneRig heir = LaneRig.heir(List.of(data(110, 4, 0, 10), marker(114, 1)));

    heir.fetched(12, 4);
    assertThat(heir.commands).endsWith(new LaneCommand.ReadRecord(113));
    assertThat(heir.ledger.nextSource()).isEqualTo(10);
    RawBatch batch = new BatchCursor(heir.batch(12, TestBatch.Writer.PLAIN, 0, 4)).next();
    heir.tell(new LaneEvent.RecordRead(new RecordRebuilder().fingerprint(batch, 15)));

    assertThat(heir.commands).endsWith(new LaneCommand.StoreLedger());
    assertThat(heir.ledger.toTarget(15)).hasValue(113);
  }

  @Test
  void shouldStopWhenCompactionHasFalsifiedTheCount() {
    LaneRig heir = LaneRig.heir(List.of(data(110, 4, 0, 10), marker(114, 1)));

    heir.fetched(12, 4).tell(new LaneEvent.RecordRead(OptionalLong.of(4711)));

    assertThat(heir.state()).isEqualTo("stopped");
    assertThat(heir.lane.status(null).reason()).contains("RECOVERY_NOT_EXACT");
    assertThat(heir.ledger.nextSource()).isEqualTo(10);
  }

  @Test
  void shouldStopWhenTheSourceHasFewerRecordsThanWereMirrored() {
    LaneRig heir = LaneRig.heir(List.of(data(110, 4, 0, 10), marker(114, 1)));
    heir.fetched(10, 2);
    assertThat(heir.state()).isEqualTo("copying");

    heir.wake();

    assertThat(heir.nowMs).isEqualTo(1_000_000 + ReplayWalk.STARVED_MS);
    assertThat(heir.lane.status(null).reason()).contains("RECOVERY_NOT_EXACT");
  }

  @Test
  void shouldRebuildALostLedgerFromTheWholeTarget() {
    LaneRig lost = new LaneRig();
    lost.tell(claimed(1)).tell(new LaneEvent.FormerIds(Set.of(3L, LaneRig.PRODUCER)));
    lost.tell(new LaneEvent.Registered()).tell(new LaneEvent.Fenced());
    lost.tell(new LaneEvent.LedgerRead(false));
    assertThat(lost.commands).endsWith(new LaneCommand.ReadTail(0));
    BatchSummary first = new BatchSummary(0, 2, 3, 3, (short) 0, 0, false);
    lost.tell(tail(6, List.of(first, data(3, 2, 0, 0), marker(5, 1))));
    lost.tell(new LaneEvent.StartFound(0));

    lost.fetched(0, 8);

    assertThat(lost.commands).endsWith(new LaneCommand.StoreLedger());
    assertThat(lost.ledger.nextSource()).isEqualTo(5);
    assertThat(lost.ledger.toTarget(4)).hasValue(4);
  }

  @Test
  void shouldStopWhenALostLedgersBeginningIsNotKnown() {
    LaneRig lost = new LaneRig();
    lost.tell(claimed(1)).tell(noFormerIds());
    lost.tell(new LaneEvent.Registered()).tell(new LaneEvent.Fenced());
    lost.tell(new LaneEvent.LedgerRead(false));
    lost.tell(tail(4, List.of(data(0, 3, 0, 0), marker(3, 1))));

    lost.tell(new LaneEvent.StartFound(7));

    assertThat(lost.lane.status(null).reason()).contains("RECOVERY_NOT_EXACT");
  }

  @Test
  void shouldRenewItsClaimOnceWhatIsUnderWayHasComeHome() {
    rig.working().fetched(0, 5).sent();
    rig.nowMs += Renewal.RENEW_MS;
    rig.timeMs += Renewal.RENEW_MS;
    rig.tell(new LaneEvent.Woken()).fetched(5, 5);
    assertThat(rig.commands).isEmpty();

    rig.acknowledged(0, 100);

    assertThat(rig.commands).endsWith(new LaneCommand.Renew(LaneRig.PRODUCER, (short) 0));
    assertThat(rig.openLeases).isZero();
  }

  @Test
  void shouldStopUnfencedWhereExactlyOnceIsAskedFor() {
    LaneSettings usual = LaneRig.settings(1_000_000);
    rig.tell(
        new LaneEvent.SettingsChanged(
            new LaneSettings(
                usual.target(),
                usual.start(),
                usual.forward(),
                Guarantee.EXACTLY_ONCE,
                usual.targetCodec(),
                usual.maxBatchBytes())));

    rig.tell(
        new LaneEvent.OperationFailed(
            "claim",
            new Failure(
                Failure.Kind.REFUSED, "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "not allowed")));

    assertThat(rig.state()).isEqualTo("stopped");
    assertThat(rig.lane.status(null).reason()).contains("delivery: strongest");
  }
}
