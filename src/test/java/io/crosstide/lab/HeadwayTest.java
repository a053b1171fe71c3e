package io.crosstide.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeadwayTest {
  @Test
  void shouldReturnOnlyWhenItHasArrived() {
    var way = new AtomicLong();

    Headway.awaitArrival(
        () -> Math.min(5, way.incrementAndGet()), () -> assertThat(way.get()).isGreaterThan(8));

    assertThat(way.get()).isGreaterThan(8);
  }
}
