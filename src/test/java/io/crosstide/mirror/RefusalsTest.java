package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.ledger.LogIds;
import io.crosstide.ledger.Loss;
import io.crosstide.topology.LossPolicy;
import io.crosstide.topology.LossPolicy.OnRefused;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final LossPolicy PARKING =
      new LossPolicy(
          LossPolicy.CAUTIOUS.onGap(),
          LossPolicy.CAUTIOUS.onSourceReset(),
          LossPolicy.CAUTIOUS.onTargetLoss(),
          OnRefused.QUARANTINE);

  private final LaneRig rig = new LaneRig();
  private int sequence;
  private long target = 100;

  @BeforeEach
  void parking() {
    rig.tell(
        new LaneEvent.SettingsChanged(LaneRig.settings(1_000_000).with(PARKING, LogIds.UNKNOWN)));
    rig.working();
  }

  /** The target takes what was sent but for records from these source offsets. */
  private List<Long> serve(long base, int count, long... bad) {
    var parked = new ArrayList<Long>();
    rig.fetched(base, count);
    for (int round = 0; round < 100 && rig.ledger.nextSource() < base + count; round++) {
      List<LaneCommand> commands = List.copyOf(rig.commands);
      rig.commands.clear();
      boolean refused = false;
      for (LaneCommand command : commands) {
        switch (command) {
          case LaneCommand.Produce produce -> {
            OutBatch batch = produce.batch();
            boolean refuse = refused;
            for (long offset : bad) {
              refuse |=
                  batch.pieces().stream().anyMatch(p -> p.source() <= offset && offset < p.end());
            }
            if (refuse) {
              String error = refused ? "OUT_OF_ORDER_SEQUENCE_NUMBER" : "INVALID_RECORD";
              Failure.Kind kind = refused ? Failure.Kind.LOST_SEQUENCE : Failure.Kind.REFUSED;
              refused = true;
              rig.tell(
                  new LaneEvent.ProduceFailed(
                      batch.baseSequence(), new Failure(kind, error, "test")));
            } else {
              assertThat(batch.baseSequence()).isEqualTo(sequence);
              rig.acknowledged(sequence, target);
              sequence += batch.recordCount();
              target += batch.recordCount();
            }
          }
          case LaneCommand.Park park -> {
            parked.add(park.record().sourceOffset());
            assertThat(TestBatch.read(park.record().batch())).hasSize(1);
            rig.tell(new LaneEvent.Parked());
          }
          case LaneCommand.StoreLedger ignored -> rig.tell(new LaneEvent.LedgerStored());
          case LaneCommand.Renew renew -> {
            sequence = 0;
            rig.tell(LaneRig.claimed(renew.epoch() + 1));
          }
          case LaneCommand.Assign assign -> rig.fetched(base, count);
          default -> {}
        }
      }
    }
    return parked;
  }

  @Test
  void shouldParkExactlyTheRecordsThatAreRefused() {
    assertThat(serve(0, 40, 17, 18, 39)).containsExactly(17L, 18L, 39L);

    assertThat(rig.ledger.nextSource()).isEqualTo(40);
    assertThat(target).isEqualTo(137);
    assertThat(rig.ledger.toTarget(16)).hasValue(116);
    assertThat(rig.ledger.toTarget(19)).hasValue(117);
    assertThat(rig.ledger.notes().all())
        .filteredOn(note -> note.loss().kind() == Loss.Kind.QUARANTINED)
        .extracting(note -> note.loss().from())
        .containsExactly(17L, 18L, 39L);
    assertThat(rig.lane.status(null).losses().quarantined()).isEqualTo(3);
    assertThat(rig.openLeases).isZero();
  }

  @Test
  void shouldGoOnOnlyWhenTheRecordIsParkedAndTheLedgerKnows() {
    rig.fetched(0, 1);
    rig.commands.clear();
    refuse("MESSAGE_TOO_LARGE");

    assertThat(rig.commands).last().isInstanceOf(LaneCommand.Park.class);
    assertThat(rig.state()).isEqualTo("parking");
    assertThat(rig.ledger.nextSource()).isZero();
    rig.commands.clear();
    rig.tell(new LaneEvent.Parked());
    assertThat(rig.commands).containsExactly(new LaneCommand.StoreLedger());
    assertThat(rig.ledger.notes().allStored()).isFalse();
    rig.passed(1);
    assertThat(rig.state()).isEqualTo("copying");
    assertThat(rig.ledger.nextSource()).isEqualTo(1);
  }

  @Test
  void shouldTryAgainWhenTheRecordCouldNotBeParked() {
    rig.fetched(0, 1);
    refuse("INVALID_RECORD");

    rig.tell(new LaneEvent.OperationFailed("park", LaneRig.TRANSIENT));

    assertThat(rig.state()).isEqualTo("waiting");
    assertThat(rig.ledger.nextSource()).isZero();
  }

  @Test
  void shouldStopForWhatIsNoFaultOfARecord() {
    rig.fetched(0, 1);

    refuse("TOPIC_AUTHORIZATION_FAILED");

    assertThat(rig.state()).isEqualTo("stopped");
  }

  @Test
  void shouldStopWhenTheTargetRefusesEverything() {
    int parked = 0;
    for (int i = 0; !rig.state().equals("stopped"); i++) {
      rig.fetched(i, 1);
      refuse("INVALID_TIMESTAMP");
      if (rig.state().equals("parking")) {
        parked++;
        rig.tell(new LaneEvent.Parked()).passed(parked);
      }
      assertThat(parked).isLessThan(1_000);
    }

    assertThat(parked).isEqualTo(Refusals.MAX_IN_A_ROW);
    assertThat(rig.lane.status(null).reason()).contains("QUARANTINE_FULL", "INVALID_TIMESTAMP");
  }

  private void refuse(String error) {
    rig.tell(new LaneEvent.ProduceFailed(0, new Failure(Failure.Kind.REFUSED, error, "test")));
  }
}
