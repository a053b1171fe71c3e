package io.crosstide.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AppenderTest {
  @Test
  void shouldRememberAsWhomItGoesOnAcrossTheStore() {
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(0, 17);
    ledger.writeAs(new Appender(4711, (short) 3, Integer.MAX_VALUE - 4, 17));
    ledger.append(new Run(0, 17, 10));
    ledger.removed(14, 4);

    assertThat(stored(ledger).appender()).contains(new Appender(4711, (short) 3, 9, 17));
    ledger.rest();
    assertThat(stored(ledger).appender().map(Appender::from)).contains(Long.MAX_VALUE);
  }

  @Test
  void shouldNotKnowAsWhomASegmentOfAnOlderProgramGoesOn() {
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(0, 17);
    ledger.append(new Run(0, 17, 10));
    byte[] bytes = ledger.checkpoint().segments().getFirst().encoded();

    assertThat(bytes[1]).as("flags").isEqualTo(SegmentWriter.BEGAN);
    assertThat(stored(ledger).appender()).isEmpty();
  }

  private static LaneLedger stored(LaneLedger ledger) {
    StoredLane stored = new StoredLane();
    ledger
        .checkpoint()
        .segments()
        .forEach(segment -> stored.put(Segment.decode(segment.encoded())));
    return stored.ledger();
  }
}
