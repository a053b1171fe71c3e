package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LinkTest {
  private static final long NOW = TimeUnit.HOURS.toNanos(1);
  private final Link link = new Link();

  @Test
  void shouldDelayEachChunkByTheSameLatency() {
    link.latency(Duration.ofMillis(40));

    assertThat(link.arrival(NOW, 1_000_000) - NOW).isEqualTo(ms(40));
    assertThat(link.arrival(NOW, 1_000_000) - NOW).isEqualTo(ms(40));
    assertThat(link.accepts(NOW)).isTrue();
  }

  @Test
  void shouldSendOneAfterTheOtherAtTheBandwidth() {
    link.latency(Duration.ofMillis(40));
    link.throttle(1_000);

    assertThat(link.arrival(NOW, 100) - NOW).isEqualTo(ms(140));
    assertThat(link.arrival(NOW, 100) - NOW).isEqualTo(ms(240));
  }

  @Test
  void shouldHoldSendersBackWhenTooMuchWaits() {
    link.throttle(1_000);
    link.arrival(NOW, 249);
    assertThat(link.accepts(NOW)).isTrue();
    link.arrival(NOW, 1);

    assertThat(link.accepts(NOW)).isFalse();
    assertThat(link.accepts(NOW + ms(1))).isTrue();
  }

  @Test
  void shouldForgetItsBacklogWhenTheLimitChanges() {
    link.throttle(1);
    link.arrival(NOW, 1_000);
    link.throttle(0);

    assertThat(link.accepts(NOW)).isTrue();
    assertThat(link.arrival(NOW, 1_000)).isEqualTo(NOW);
  }

  @Test
  void shouldHoldWhatAFastLinkHasUnderWayWithinBounds() {
    assertThat(link.capacityBytes()).isEqualTo(8 << 20);
    link.latency(Duration.ofMillis(50));
    assertThat(link.capacityBytes()).isEqualTo(25_000_000);
    link.latency(Duration.ofSeconds(1));
    assertThat(link.capacityBytes()).isEqualTo(32 << 20);
  }

  private static long ms(long ms) {
    return TimeUnit.MILLISECONDS.toNanos(ms);
  }
}
