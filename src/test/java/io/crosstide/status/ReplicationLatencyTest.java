package io.crosstide.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplicationLatencyTest {
  private final ReplicationLatency latency = new ReplicationLatency(List.of("nyc->lon"));

  @Test
  void shouldCountALatencyInItsBucketAndInAllWiderOnes() {
    latency.observed("nyc->lon", 5);
    latency.observed("nyc->lon", 6);

    ReplicationLatency.Distribution counted = latency.of("nyc->lon");
    int upTo5Ms = Arrays.binarySearch(ReplicationLatency.boundsSeconds(), 0.005);
    assertThat(counted.atMost()[upTo5Ms - 1]).isZero();
    assertThat(counted.atMost()[upTo5Ms]).isEqualTo(1);
    assertThat(counted.atMost()[upTo5Ms + 1]).isEqualTo(2);
    assertThat(counted.count()).isEqualTo(2);
    assertThat(counted.sumSeconds()).isEqualTo(0.011);
  }

  @Test
  void shouldReachFromAMillisecondToFiveMinutes() {
    assertThat(ReplicationLatency.boundsSeconds()).startsWith(0.001).endsWith(300).isSorted();
  }

  @Test
  void shouldCountWhatTookLongerThanEveryBound() {
    latency.observed("nyc->lon", 86_400_000);

    long[] atMost = latency.of("nyc->lon").atMost();
    assertThat(atMost[atMost.length - 2]).isZero();
    assertThat(atMost[atMost.length - 1]).isEqualTo(1);
  }

  @Test
  void shouldTakeALatencyBelowZeroAsZero() {
    latency.observed("nyc->lon", -3);

    assertThat(latency.of("nyc->lon").atMost()[0]).isEqualTo(1);
    assertThat(latency.of("nyc->lon").sumSeconds()).isZero();
  }

  @Test
  void shouldObserveAFlowThatCameLater() {
    latency.observed("lon->nyc", 1);

    assertThat(latency.of("lon->nyc").count()).isEqualTo(1);
    assertThat(latency.of("nyc->lon").count()).isZero();
  }
}
