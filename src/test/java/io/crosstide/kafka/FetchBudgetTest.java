package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FetchBudgetTest {
  private static final long LIMIT = 32L << 20;

  private final AtomicInteger freed = new AtomicInteger();
  private final AtomicLong lane = new AtomicLong();
  private final FetchBudget budget = new FetchBudget(LIMIT, freed::incrementAndGet);

  @Test
  void shouldReserveNoMoreThanIsLeft() {
    budget.hold(lane, LIMIT - 1000);

    assertThat(budget.reserve(5000, 500)).isEqualTo(1000);
    assertThat(budget.reserve(5000, 500)).isZero();
    budget.unreserve(1000);
    assertThat(budget.reserve(5000, 500)).isEqualTo(1000);
  }

  @Test
  void shouldGiveBytesBackOnceHoweverOftenALeaseIsClosed() {
    Lease lease = budget.hold(lane, 70);
    budget.hold(lane, 30);

    lease.close();
    lease.close();

    assertThat(budget.heldBytes()).isEqualTo(30);
    assertThat(lane).hasValue(30);
  }

  @Test
  void shouldCallBackOnlyWhoWaits() {
    Lease first = budget.hold(lane, 1);
    Lease second = budget.hold(lane, 1);
    Lease third = budget.hold(lane, 1);

    first.close();
    assertThat(freed).hasValue(0);
    budget.want(true);
    second.close();
    third.close();
    assertThat(freed).hasValue(1);
  }

  @Test
  void shouldLeaveRoomForOthersWhenManyLanesAreStuck() {
    List<AtomicLong> stuck = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      AtomicLong greedy = new AtomicLong();
      stuck.add(greedy);
      while (budget.laneBytes() - greedy.get() >= SourceLane.MIN_PARTITION_BYTES) {
        budget.hold(greedy, SourceLane.MIN_PARTITION_BYTES);
      }
    }

    assertThat(stuck.getFirst()).hasValueLessThanOrEqualTo(FetchBudget.MAX_LANE_BYTES);
    assertThat(budget.reserve(SourceLane.MIN_PARTITION_BYTES, SourceLane.MIN_PARTITION_BYTES))
        .isEqualTo(SourceLane.MIN_PARTITION_BYTES);
  }
}
