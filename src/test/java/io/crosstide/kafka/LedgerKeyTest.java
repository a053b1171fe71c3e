package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosstide.ledger.MalformedLedgerException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LedgerKeyTest {
  private static final LedgerKey LANE = new LedgerKey("nyc->lon", "orders", 3, "nyc.orders");

  @Test
  void shouldBeReadableAndReadAgain() {
    byte[] key = LANE.segment(0, 1234);

    assertThat(new String(key, StandardCharsets.UTF_8))
        .isEqualTo("v1/nyc->lon/orders/3/nyc.orders/1234");
    assertThat(LedgerKey.parse(key)).contains(new LedgerKey.OfSegment(LANE, 0, 1234));
  }

  @Test
  void shouldTellChaptersAndNotesApart() {
    assertThat(LedgerKey.parse(LANE.segment(2, 0))).contains(new LedgerKey.OfSegment(LANE, 2, 0));
    for (String id : new String[] {"0.began", "2.gap.17", "1.refused.5"}) {
      assertThat(LedgerKey.parse(LANE.note(id))).contains(new LedgerKey.OfNote(LANE, id));
    }
    assertThat(LedgerKey.parse(LANE.note("2.other.5"))).isEmpty();
  }

  @Test
  void shouldStoreALaneInOnePartitionWhateverTheTopicGrowsTo() {
    int partition = LANE.storedIn(LedgerKey.PARTITIONS);

    assertThat(partition).isBetween(0, LedgerKey.PARTITIONS - 1);
    assertThat(LANE.storedIn(100)).isEqualTo(partition);
    assertThat(LANE.storedIn(1)).isZero();
  }

  @Test
  void shouldPassOverKeysThatAreNotItsOwn() {
    byte[][] foreign = {
      null,
      bytes(""),
      bytes("orders"),
      bytes("v1/a/b/x/c/1"),
      bytes("v1/a/b/0/c"),
      bytes("v1//b/0/c/1")
    };

    assertThat(Arrays.stream(foreign).map(LedgerKey::parse)).allMatch(java.util.Optional::isEmpty);
  }

  @Test
  void shouldRefuseANewerVersion() {
    assertThatThrownBy(() -> LedgerKey.parse(bytes("v2/whatever")))
        .isInstanceOf(MalformedLedgerException.class)
        .hasMessageContaining("v2");
  }

  @Test
  void shouldRefuseNamesThatWouldMakeKeysAmbiguous() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LedgerKey("a/b", "orders", 0, "orders"))
        .withMessageContaining("a/b");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
