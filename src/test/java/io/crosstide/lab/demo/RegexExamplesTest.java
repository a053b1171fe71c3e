package io.crosstide.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegexExamplesTest {
  @Test
  void shouldReadLikeTopicNames() {
    assertThat(RegexExamples.of(".*")).contains("orders", "payments");
    assertThat(RegexExamples.of("sensor-.*")).startsWith("sensor-orders");
    assertThat(RegexExamples.of("(orders|clicks)\\.v[0-9]+"))
        .containsExactly("orders.v0", "clicks.v0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orders",
        "a?b+c*",
        "[^a-z]{3}x",
        "x{2,5}",
        "(?:eu|us)-[a-z]{2}[.].+",
        "^sales$",
        "\\d\\w\\.x",
        "a.*?b",
        "[.]a[b]"
      })
  void shouldMatch(String regex) {
    assertThat(RegexExamples.of(regex)).isNotEmpty().allMatch(name -> Pattern.matches(regex, name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(?!pii).*", "(?i)orders", "(a)\\1", "\\Qa.b\\E", "a{200}", "ü"})
  void shouldGiveNothingForWhatItDoesNotUnderstand(String regex) {
    assertThat(RegexExamples.of(regex)).isEmpty();
  }
}
