package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripTest {
  private final RoundTrip roundTrip = new RoundTrip();

  @Test
  void shouldWaitAPartOfALongRoundTripAndNoLonger() {
    roundTrip.sent(1_000);
    roundTrip.answered(1_104, true);

    assertThat(roundTrip.patienceMs(1_104)).isEqualTo(13);
    assertThat(roundTrip.patienceMs(1_110)).isEqualTo(7);
    assertThat(roundTrip.patienceMs(1_117)).isZero();
    assertThat(roundTrip.patienceMs(9_000)).isZero();
  }

  @Test
  void shouldNotWaitOnAShortLine() {
    roundTrip.sent(1_000);
    roundTrip.answered(1_002, true);

    assertThat(roundTrip.patienceMs(1_002)).isZero();
  }

  @Test
  void shouldNotTakeABrokerThatHadNothingForOneFarAway() {
    roundTrip.sent(1_000);
    roundTrip.answered(1_500, false);

    assertThat(roundTrip.patienceMs(1_500)).isZero();
  }
}
