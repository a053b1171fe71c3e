package io.crosstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoundedStopTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Test
  void shouldStopTheFlowsOnceWhoeverAsks() {
    AtomicInteger closed = new AtomicInteger();
    BoundedStop stop = new BoundedStop(closed::incrementAndGet, LONG);

    assertThat(stop.stop()).isTrue();
    assertThat(stop.stop()).isTrue();
    assertThat(closed).hasValue(1);
  }

  @Test
  void shouldNotWaitLongerThanTheGracePeriod() {
    CountDownLatch never = new CountDownLatch(1);
    BoundedStop stop = new BoundedStop(never::await, Duration.ofMillis(20));

    assertThat(stop.stop()).isFalse();
    assertThat(stop.stop()).isFalse();
    never.countDown();
  }

  @Test
  void shouldTakeAFailureToStopForAStopAndReportIt() {
    BoundedStop stop =
        new BoundedStop(
            () -> {
              throw new IllegalStateException("the ledger could not be written");
            },
            LONG);

    assertThat(stop.stop()).isFalse();
  }
}
