package io.crosstide.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class LogKeysTest {
  @Test
  void shouldCarryTheKeysUntilClosed() {
    try (LogKeys keys = LogKeys.flow("nyc->lon").topic("orders").partition(3).offset(42)) {
      assertThat(keys).isNotNull();
      assertThat(MDC.get("flow")).isEqualTo("nyc->lon");
      assertThat(MDC.get("topic")).isEqualTo("orders");
      assertThat(MDC.get("partition")).isEqualTo("3");
      assertThat(MDC.get("offset")).isEqualTo("42");
      assertThat(MDC.get("keys")).isEqualTo("flow=nyc->lon topic=orders partition=3 offset=42");
    }
    assertThat(MDC.getMap()).doesNotContainKeys("flow", "topic", "partition", "offset", "keys");
  }

  @Test
  void shouldPutBackWhatAnOuterBlockHadSet() {
    try (LogKeys outer = LogKeys.flow("nyc->lon")) {
      try (LogKeys inner = LogKeys.flow("lon->nyc").revision("abc")) {
        assertThat(MDC.get("flow")).isEqualTo("lon->nyc");
        assertThat(inner).isNotSameAs(outer);
      }
      assertThat(MDC.get("flow")).isEqualTo("nyc->lon");
      assertThat(MDC.get("revision")).isNull();
    }
  }
}
