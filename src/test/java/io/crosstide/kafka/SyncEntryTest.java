package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosstide.reconcile.Acl;
import io.crosstide.reconcile.ConfigRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SyncEntryTest {
  private static final SyncEntry TOPIC =
      new SyncEntry.OfTopic(
          "nyc->lon",
          "nyc.orders",
          new ConfigRecord("the-id", Map.of("retention.ms", "5", "x", "\"\n")));
  private static final SyncEntry ACL =
      new SyncEntry.OfAcl(
          "nyc->lon",
          new Acl(
              Acl.Resource.TOPIC,
              Acl.Pattern.PREFIXED,
              "nyc.",
              "User:CN=a/b,O=c d",
              "*",
              "READ",
              Acl.Permission.DENY),
          true);

  @Test
  void shouldReadWhatItWrote() throws IOException {
    assertThat(SyncEntry.parse(TOPIC.key(), TOPIC.value())).contains(TOPIC);
    assertThat(SyncEntry.parse(ACL.key(), ACL.value())).contains(ACL);
  }

  @Test
  void shouldBePassedOverByWhoReadsLedgers() {
    assertThat(LedgerKey.parse(TOPIC.key())).isEmpty();
    assertThat(LedgerKey.parse(ACL.key())).isEmpty();
  }

  @Test
  void shouldPassOverLedgers() throws IOException {
    byte[] segment = new LedgerKey("nyc->lon", "sync", 0, "nyc.sync").segment(0, 7);

    assertThat(SyncEntry.parse(segment, new byte[] {1, 2, 3})).isEmpty();
    assertThat(SyncEntry.parse(null, new byte[] {1, 2, 3})).isEmpty();
    assertThat(SyncEntry.parse("v2/f/sync/acl/x".getBytes(StandardCharsets.UTF_8), new byte[0]))
        .isEmpty();
  }

  @Test
  void shouldBeDeletedWhenNothingIsLeft() {
    assertThat(new SyncEntry.OfTopic("f", "t", ConfigRecord.NONE).value()).isNull();
    assertThat(new SyncEntry.OfAcl("f", ((SyncEntry.OfAcl) ACL).acl(), false).value()).isNull();
  }

  @Test
  void shouldNotGuessAtWhatItCannotRead() {
    assertThatThrownBy(() -> SyncEntry.parse(ACL.key(), "{".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> SyncEntry.parse(ACL.key(), "{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
