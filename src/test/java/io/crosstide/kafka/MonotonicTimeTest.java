package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class MonotonicTimeTest {
  private static final long BASE_MS = 1_700_000_000_000L;

  // Near its overflow, which a clock of nanoseconds may pass.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000);

  @Test
  void shouldGoOnFromTheWallClockWithTheNanosAlone() {
    MonotonicTime time = new MonotonicTime(BASE_MS, nanos::get);
    assertThat(time.milliseconds()).isEqualTo(BASE_MS);

    nanos.addAndGet(5_999_999);

    assertThat(time.milliseconds()).isEqualTo(BASE_MS + 5);
  }

  @Test
  void shouldWaitForAConditionUntilTheDeadline() throws Exception {
    MonotonicTime time = new MonotonicTime();
    Object object = new Object();

    time.waitObject(object, () -> true, 0);

    assertThatThrownBy(() -> time.waitObject(object, () -> false, time.milliseconds() + 5))
        .isInstanceOf(TimeoutException.class);
  }
}
