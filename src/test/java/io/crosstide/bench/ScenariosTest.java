package io.crosstide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.bench.report.Contenders;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScenariosTest {
  @Test
  void shouldNameEachCaseOnce() {
    assertThat(Scenarios.full()).extracting(Scenario::name).doesNotHaveDuplicates();
    assertThat(Scenarios.quick()).extracting(Scenario::name).doesNotHaveDuplicates();
  }

  @Test
  void shouldCompareWithMirrorMakerAsTunedAndAsItComesInTheMainCaseAndInLatency() {
    for (String name : List.of("lz4-64k", "latency-1000")) {
      assertThat(named(name).contenders()).contains(Contenders.MM2_TUNED, Contenders.MM2_DEFAULT);
    }
    assertThat(named("lz4-64k").contenders()).contains(Contenders.FLOOR);
    assertThat(named("latency-1000").contenders()).contains(Contenders.DIRECT);
  }

  @Test
  void shouldGiveCasesThatAreHeldAgainstEachOtherTheSameLoad() {
    assertThat(named("link-100ms-100").load()).isEqualTo(named("link-0ms-100").load());
    assertThat(named("partitions-1000").load().records())
        .isEqualTo(named("partitions-4").load().records());
  }

  @Test
  void shouldDescribeACaseWhole() {
    assertThat(named("link-100ms-1").describe())
        .contains("195,312 records of 512 B in 1 partition, lz4, batches of 65,536 B")
        .contains("through a proxy: 100 ms round trip, no limit");
    assertThat(named("tls").describe()).endsWith("TLS to both clusters");
    assertThat(named("idle-10000").describe()).contains("9,900 idle partitions");
  }

  private static Scenario named(String name) {
    return Scenarios.full().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
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
