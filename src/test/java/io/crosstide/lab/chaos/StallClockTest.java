package io.crosstide.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallClockTest {
  private final StallClock clock = new StallClock();

  @Test
  void shouldNotCallItAStallWhenTheSourceHasNothing() {
    clock.atSource(0, "a", 1_000);
    clock.atTarget(0, "a", 1_010);
    clock.atSource(0, "b", 90_000);
    clock.atTarget(0, "b", 90_020);

    assertThat(clock.flowMs(200_000)).isEqualTo(20);
    assertThat(clock.owed()).isZero();
  }

  @Test
  void shouldCountFromTheLastArrivalWhileRecordsAreOwed() {
    clock.atSource(0, "a", 0);
    clock.atSource(0, "b", 0);
    clock.atTarget(0, "a", 10);
    clock.atTarget(0, "b", 5_010);

    assertThat(clock.flowMs(6_000)).isEqualTo(5_000);
    assertThat(clock.flowEndedMs()).isEqualTo(5_010);
  }

  @Test
  void shouldCountAStallThatLasts() {
    clock.atSource(0, "a", 1_000);

    assertThat(clock.flowMs(31_000)).isEqualTo(30_000);
    assertThat(clock.owed()).isEqualTo(1);
  }

  @Test
  void shouldSeeOneLaneStandWhileAnotherMoves() {
    clock.atSource(0, "a", 0);
    for (int second = 1; second <= 20; second++) {
      clock.atSource(1, "b" + second, second * 1_000L - 10);
      clock.atTarget(1, "b" + second, second * 1_000L);
    }
    clock.atTarget(0, "a", 20_000);

    assertThat(clock.flowMs(20_000)).isEqualTo(1_000);
    assertThat(clock.laneMs(20_000)).isEqualTo(20_000);
  }

  @Test
  void shouldNotOweARecordThatTheTargetShowedFirst() {
    clock.atTarget(0, "a", 10);
    clock.atSource(0, "a", 20);

    assertThat(clock.owed()).isZero();
    assertThat(clock.flowMs(60_000)).isZero();
  }

  @Test
  void shouldForgetStallsOfStartingUp() {
    clock.atSource(0, "a", 0);
    clock.atTarget(0, "a", 17_000);
    clock.restart(17_000);

    assertThat(clock.flowMs(18_000)).isZero();
    assertThat(clock.laneMs(18_000)).isZero();
  }
}
