package io.crosstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InstanceNameTest {
  @Test
  void shouldBeWhatWasGiven() {
    assertThat(InstanceName.of("one", 8080)).hasValue("one");
  }

  @Test
  void shouldTellProcessesOfAHostApartByPort() {
    String name = InstanceName.of(null, 8080).orElseThrow();

    assertThat(name).endsWith("-8080").isNotEqualTo("-8080").matches(InstanceName::legal);
    assertThat(InstanceName.of(null, 8080)).hasValue(name);
    assertThat(InstanceName.of(null, 8081)).isPresent().isNotEqualTo(InstanceName.of(null, 8080));
  }

  @Test
  void shouldHaveNoneThatWouldBeAnotherEachTime() {
    assertThat(InstanceName.of(null, 0)).isEmpty();
  }
}
