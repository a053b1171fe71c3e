package io.crosstide.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StandingTest {
  private final LaneLedger ledger = LaneLedger.empty();

  private void begin(long source) {
    ledger.begin(source, 100);
    ledger.writeAs(new Appender(7, (short) 0, 0, 100));
  }

  private void park(long source) {
    ledger.note(new Loss(Loss.Kind.QUARANTINED, source, source + 1, 0, "no key"), source + 1);
  }

  private Standing of(long source) {
    return Standing.of(ledger, 0, source);
  }

  @Test
  void shouldTellWhatWasMirroredFromWhatWasLeftOut() {
    begin(0);
    ledger.append(new Run(0, 100, 5));
    park(5);
    ledger.append(new Run(6, 105, 4));
    ledger.append(new Run(12, 120, 1));

    assertThat(of(4)).isEqualTo(Standing.MIRRORED);
    assertThat(of(5)).isEqualTo(Standing.PASSED);
    assertThat(of(9)).isEqualTo(Standing.MIRRORED);
    assertThat(of(10)).isEqualTo(Standing.PASSED);
    assertThat(of(12)).isEqualTo(Standing.MIRRORED);
  }

  @Test
  void shouldWaitForALaneThatHasNotComePast() {
    begin(0);
    ledger.append(new Run(0, 100, 5));

    assertThat(of(5)).isEqualTo(Standing.AHEAD);
    park(5);
    assertThat(of(5)).isEqualTo(Standing.PASSED);
  }

  @Test
  void shouldNotGuessWhatLiesBeforeTheLedger() {
    begin(20);
    ledger.append(new Run(20, 100, 5));

    assertThat(of(3)).isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void shouldNotGuessWhatBecameOfARecordOfAnEarlierChapter() {
    begin(0);
    ledger.append(new Run(0, 100, 5));
    park(5);
    ledger.turn(new Loss(Loss.Kind.SOURCE_RESET, 6, 6, 0, "again"), 0, 105, LogIds.UNKNOWN);
    ledger.append(new Run(0, 105, 9));

    assertThat(of(5)).isEqualTo(Standing.PASSED);
    assertThat(of(6)).isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void shouldTakeTheQuarantinesWordWhereTheLedgerIsLost() {
    assertThat(of(5)).isEqualTo(Standing.PASSED);

    begin(0);
    assertThat(Standing.of(ledger, 2, 5)).isEqualTo(Standing.PASSED);
  }
}
