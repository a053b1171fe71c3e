package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  @Test
  void shouldNotLimitUnlessToldTo() {
    Pace pace = Pace.UNLIMITED.and(OptionalLong.empty());
    pace.take(Integer.MAX_VALUE);

    assertThat(pace.delayMs(0)).isZero();
  }

  @Test
  void shouldMakeTheNextBatchWaitForWhatWasOverdrawn() {
    Pace pace = Pace.UNLIMITED.and(OptionalLong.of(1_000));
    assertThat(pace.delayMs(0)).isZero();
    pace.take(500);

    assertThat(pace.delayMs(0)).isEqualTo(500);
    assertThat(pace.delayMs(499)).isEqualTo(1);
    assertThat(pace.delayMs(500)).isZero();
  }

  @Test
  void shouldSaveUpNoMoreThanASecond() {
    Pace pace = Pace.UNLIMITED.and(OptionalLong.of(1_000));
    pace.delayMs(0);
    pace.delayMs(1_000_000);
    pace.take(1_500);

    assertThat(pace.delayMs(1_000_000)).isEqualTo(500);
  }

  @Test
  void shouldKeepToTheTighterOfTwoLimits() {
    Pace flow = Pace.UNLIMITED.and(OptionalLong.of(10_000));
    Pace topic = flow.and(OptionalLong.of(1_000));
    topic.delayMs(0);
    topic.take(1_000);

    assertThat(topic.delayMs(0)).isEqualTo(1_000);
    assertThat(flow.delayMs(0)).isEqualTo(100);
  }

  @Test
  void shouldKeepToALimitThatChanges() {
    Pace flow = Pace.UNLIMITED.adjustable(OptionalLong.empty());
    Pace topic = flow.adjustable(OptionalLong.of(1_000));
    topic.delayMs(0);
    topic.take(2_000);
    assertThat(topic.delayMs(0)).isEqualTo(2_000);

    topic.limit(OptionalLong.of(4_000));
    assertThat(topic.delayMs(0)).isEqualTo(500);
    topic.limit(OptionalLong.empty());
    assertThat(topic.delayMs(0)).isZero();
    flow.limit(OptionalLong.of(1_000));
    topic.take(1_000);

    assertThat(topic.delayMs(0)).isEqualTo(1_000);
  }

  @Test
  void shouldRefuseALimitOfNothing() {
    assertThatThrownBy(() -> Pace.UNLIMITED.and(OptionalLong.of(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
