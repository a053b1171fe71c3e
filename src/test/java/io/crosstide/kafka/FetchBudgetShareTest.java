package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.Lease;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.SourcePosition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many lanes at one broker that has more for each than fits, on a clock of its own. */
class FetchBudgetShareTest {
  private static final long LIMIT = 32L << 20;
  private static final int LANES = 200;
  private static final long TEN_MEGABYTES = 10L << 20;
  private static final long ROUND_MS = 20;

  private final List<LaneInTest> lanes = new ArrayList<>();
  private long nowNanos;
  private final FetchBudget budget = new FetchBudget(LIMIT, () -> {}, () -> nowNanos);

  /** A lane with what it holds and has got so far. */
  private static final class LaneInTest {
    private final SourceLane lane;
    private final Queue<Lease> leases = new ArrayDeque<>();
    private long fetched;

    private LaneInTest(int partition) {
      this.lane =
          new SourceLane(new LaneId("nyc->lon", "orders", partition), 1, SourcePosition.at(0));
    }

    private void releaseAll() {
      leases.forEach(Lease::close);
      leases.clear();
    }

    private void releaseOne() {
      if (!leases.isEmpty()) {
        leases.remove().close();
      }
    }
  }

  @Test
  void shouldHoldNoMoreThanHalfForLanesThatNeverRelease() {
    List<LaneInTest> stuck = add(LANES);

    rounds(100);

    assertThat(held(stuck)).isBetween(LIMIT / 4, LIMIT / 2);
    assertThat(stuck).allSatisfy(each -> assertThat(each.fetched).isPositive());
  }

  @Test
  void shouldMoveALaneBesideManyThatNeverRelease() {
    List<LaneInTest> stuck = add(LANES);
    rounds(100);
    LaneInTest moving = add(1).getFirst();

    assertThat(roundsUntilMoved(moving)).isLessThan(30);
    assertThat(held(stuck)).isLessThanOrEqualTo(LIMIT / 2);
  }

  @Test
  void shouldMoveALaneBesideManyThatAreSlowOnPurpose() {
    List<LaneInTest> slow = add(LANES);
    LaneInTest moving = add(1).getFirst();
    for (int round = 0; round < 1_000; round++) {
      // Each releases one chunk in four seconds.
      slow.get(round % LANES).releaseOne();
      round();
      // Those whose first release came soon were taken for lanes that move.
      assertThat(held(slow)).isLessThanOrEqualTo(LIMIT / 8 * 7);
    }
    moving.releaseAll();

    assertThat(roundsUntilMoved(moving)).isLessThan(30);
  }

  @Test
  void shouldMoveALaneWhenManyThatMovedAreStuckAtOnce() {
    List<LaneInTest> others = add(LANES);
    LaneInTest moving = add(1).getFirst();
    for (int round = 0; round < 100; round++) {
      round();
      lanes.forEach(LaneInTest::releaseAll);
    }

    rounds(100);
    moving.releaseAll();

    assertThat(roundsUntilMoved(moving)).isLessThan(200);
    assertThat(held(others)).isLessThan(LIMIT / 8 * 7);
  }

  @Test
  void shouldGiveALaneThatIsStaleNothingUntilItReleases() {
    LaneInTest lane = add(1).getFirst();
    round();
    assertThat(lane.lane.fetchBytes(budget.room(lane.lane.account))).isPositive();

    nowNanos += TimeUnit.MILLISECONDS.toNanos(LaneAccount.STALE_MS);
    assertThat(budget.room(lane.lane.account)).isZero();

    lane.releaseAll();
    assertThat(budget.room(lane.lane.account))
        .isEqualTo(FetchBudget.MAX_LANE_BYTES / FetchBudget.FETCHES_PER_LANE);
  }

  private List<LaneInTest> add(int count) {
    int first = lanes.size();
    List<LaneInTest> added =
        IntStream.range(first, first + count).mapToObj(LaneInTest::new).toList();
    lanes.addAll(added);
    return added;
  }

  private int roundsUntilMoved(LaneInTest moving) {
    long goal = moving.fetched + TEN_MEGABYTES;
    int rounds = 0;
    while (moving.fetched < goal && rounds < 10_000) {
      round();
      moving.releaseAll();
      rounds++;
    }
    return rounds;
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
      round();
    }
  }

  /** One fetch that brings what was asked for, as far as it goes, in another order each time. */
  private void round() {
    nowNanos += TimeUnit.MILLISECONDS.toNanos(ROUND_MS);
    budget.share(lanes.stream().map(each -> each.lane).toList());
    boolean moving = true;
    List<Runnable> answers = new ArrayList<>();
    long[] left = {0};
    for (LaneInTest each : lanes) {
      int asked = each.lane.fetchBytes(budget.room(each.lane.account));
      if (asked > 0) {
        moving &= budget.moving(each.lane.account);
        answers.add(() -> take(each, asked, left));
      }
    }
    long granted =
        budget.reserve(BrokerFetch.MAX_RESPONSE_BYTES, BrokerFetch.MIN_RESPONSE_BYTES, moving);
    left[0] = granted;
    java.util.Collections.rotate(answers, (int) (nowNanos % 1_000_003));
    answers.forEach(Runnable::run);
    budget.unreserve(granted);
  }

  private void take(LaneInTest lane, int asked, long[] left) {
    if (left[0] >= asked) {
      left[0] -= asked;
      lane.fetched += asked;
      lane.leases.add(budget.hold(lane.lane.account, asked, () -> {}));
    }
  }

  private static long held(List<LaneInTest> lanes) {
    return lanes.stream().mapToLong(each -> each.lane.account.heldBytes()).sum();
  }
}
