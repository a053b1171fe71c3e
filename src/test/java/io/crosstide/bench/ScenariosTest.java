package io.crosstide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScenariosTest {
  @Test
  void shouldNameEachCaseOnce() {
    assertThat(Scenarios.full()).extracting(Scenario::name).doesNotHaveDuplicates();
    assertThat(Scenarios.quick()).extracting(Scenario::name).doesNotHaveDuplicates();
  }

  @Test
  void shouldMakeValuesOfExactlyTheSizeAsked() {
    for (int size : new int[] {100, 512, 10_000}) {
      assertThat(Filler.value(new Random(1), size)).hasSize(size);
    }
  }

  @Test
  void shouldTakePercentilesFromSortedDelays() {
    double[] delays = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

    assertThat(LatencyProbe.percentile(delays, 0.5)).isEqualTo(5);
    assertThat(LatencyProbe.percentile(delays, 0.99)).isEqualTo(10);
  }

  @Test
  void shouldReadPeakMemoryFromTheKernelsStatus() {
    assertThat(ProcessAccount.peakRssMb("Name:\tjava\nVmHWM:\t  100000 kB\n")).hasValue(102.4);
  }
}
