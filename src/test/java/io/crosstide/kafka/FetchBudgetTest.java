package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.Lease;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FetchBudgetTest {
  private static final long LIMIT = 32L << 20;

  private final AtomicInteger freed = new AtomicInteger();
  private final LaneAccount lane = new LaneAccount();
  private final FetchBudget budget = new FetchBudget(LIMIT, freed::incrementAndGet);

  @Test
  void shouldReserveNoMoreThanIsLeft() {
    budget.hold(lane, LIMIT - 1000, () -> {});

    assertThat(budget.reserve(5000, 500, true)).isEqualTo(1000);
    assertThat(budget.reserve(5000, 500, true)).isZero();
    budget.unreserve(1000);
    assertThat(budget.reserve(5000, 500, true)).isEqualTo(1000);
  }

  @Test
  void shouldGiveBytesBackOnceHoweverOftenALeaseIsClosed() {
    Lease lease = budget.hold(lane, 70, () -> {});
    budget.hold(lane, 30, () -> {});

    lease.close();
    lease.close();

    assertThat(budget.heldBytes()).isEqualTo(30);
    assertThat(lane.heldBytes()).isEqualTo(30);
  }

  @Test
  void shouldCallBackOnlyWhoWaits() {
    Lease first = budget.hold(lane, 1, () -> {});
    Lease second = budget.hold(lane, 1, () -> {});
    Lease third = budget.hold(lane, 1, () -> {});

    first.close();
    assertThat(freed).hasValue(0);
    budget.want(true);
    second.close();
    third.close();
    assertThat(freed).hasValue(1);
  }

  @Test
  void shouldKeepTheLastEighthForLanesThatMove() {
    budget.hold(lane, LIMIT / 8 * 7, () -> {});

    assertThat(budget.reserve(5000, 500, false)).isZero();
    assertThat(budget.reserve(5000, 500, true)).isEqualTo(5000);
  }
}
