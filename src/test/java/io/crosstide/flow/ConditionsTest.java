package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditionsTest {
  @Test
  void shouldSayInOneLineWhateverAClusterHolds() {
    Conditions conditions = new Conditions("nyc->lon");

    conditions.set("sync", "ALLOW User:a\n2026-11-24 INFO flow=nyc->lon all is well\u001b[2J");

    assertThat(conditions.all())
        .containsExactly("ALLOW User:a 2026-11-24 INFO flow=nyc->lon all is well [2J");
  }
}
