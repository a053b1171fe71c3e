package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.mirror.LaneEvent.Acknowledged;
import io.crosstide.mirror.LaneEvent.Claimed;
import org.junit.jupiter.api.Test;

/** The part of {@link TargetContract} that is about claims, fences and epochs. */
abstract class ClaimContract extends TargetRig {
  @Test
  void shouldKeepTheProducerIdAndRaiseTheEpochWithEachClaim() {
    Claimed first = claimed();
    Claimed second = claimed();

    assertThat(second.producerId()).isEqualTo(first.producerId());
    assertThat(second.epoch()).isEqualTo((short) (first.epoch() + 1));
  }

  @Test
  void shouldRenewTheClaimOfItsPresentOwner() {
    Claimed first = claimed();

    target.renew(lane, TERM, first.producerId(), first.epoch());

    assertThat(next(Claimed.class))
        .isEqualTo(new Claimed(first.producerId(), (short) (first.epoch() + 1)));
  }

  @Test
  void shouldNotRenewTheClaimOfAFormerOwner() {
    Claimed former = claimed();
    claimed();

    target.renew(lane, TERM, former.producerId(), former.epoch());

    assertThat(next(LaneEvent.OperationFailed.class).failure().kind())
        .isEqualTo(Failure.Kind.FENCED);
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
}
