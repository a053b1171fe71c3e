package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DidYouMeanTest {
  @ParameterizedTest
  @CsvSource({
    "naming,naming,0",
    "namign,naming,1",
    "nming,naming,1",
    "nameing,naming,1",
    "abc,xyz,3"
  })
  void shouldCountTypingErrors(String typed, String meant, int errors) {
    assertThat(DidYouMean.distance(typed, meant)).isEqualTo(errors);
  }

  @Test
  void shouldNameTheNearestWordOrAllOfThem() {
    List<String> known = List.of("include", "exclude", "nyc");

    assertThat(DidYouMean.mend("inclde", known)).isEqualTo("did you mean \"include\"?");
    assertThat(DidYouMean.mend("lon", known)).isEqualTo("known here: include, exclude, nyc");
  }
}
