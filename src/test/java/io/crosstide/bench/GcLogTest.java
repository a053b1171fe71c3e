package io.crosstide.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GcLogTest {
  private static final String LOG =
      """
      [0.020s] Using Serial
      [1.000s] GC(0) Pause Young (Allocation Failure) 8M->2M(30M) 3.412ms
      [2.000s] GC(1) Pause Young (Allocation Failure) 10M->3M(30M) 2.000ms
      [2.500s] GC(2) Pause Full (Metadata GC Threshold) 4M->1024K(30M) 9.000ms
      [3.000s] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 9M->3M(30M) 1.000ms
      """;

  @Test
  void shouldSumWhatEachCollectionFoundBeyondWhatTheOneBeforeLeft() {
    assertThat(GcLog.allocatedMb(LOG, 0, 10)).isCloseTo((8 + 1 + 8) * 1.048576, within(0.001));
  }

  @Test
  void shouldCountOnlyBetweenTheTwoMoments() {
    assertThat(GcLog.allocatedMb(LOG, 1.5, 2.2)).isCloseTo(8 * 1.048576, within(0.001));
  }
}
