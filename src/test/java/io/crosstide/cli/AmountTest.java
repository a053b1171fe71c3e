package io.crosstide.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTest {
  @ParameterizedTest
  @CsvSource({
    "-1,?",
    "0,0 B",
    "999,999 B",
    "1000,1 kB",
    "1500,1.5 kB",
    "50000000,50 MB",
    "1234000000,1.2 GB",
    "9223372036854775807,9.2 EB"
  })
  void shouldBeShort(long bytes, String text) {
    assertThat(Amount.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 s",
    "119,119 s",
    "120,2 min",
    "121,3 min",
    "7200,2 h 0 min",
    "90000,25 h 0 min",
    "180000,2 d 2 h"
  })
  void shouldNameTimesInUnitsThatFit(long seconds, String text) {
    assertThat(Amount.time(seconds)).isEqualTo(text);
  }
}
