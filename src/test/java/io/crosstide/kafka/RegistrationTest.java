package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RegistrationTest {
  private static final Registration LANE =
      new Registration(
          "nyc->lon", "nyc", "id=1", "orders", 3, Instant.parse("2026-11-23T04:00:00Z"));

  @Test
  void shouldReadWhatItWrote() {
    assertThat(Registration.decode(stored(LANE.encode()))).isEqualTo(LANE);
    assertThat(Registration.producerId(Registration.key(4711))).hasValue(4711);
    assertThat(Registration.producerId(bytes("v2/4711"))).isEmpty();
    assertThat(Registration.producerId(null)).isEmpty();
  }

  @Test
  void shouldTellClustersApartByIdAndByAliasOnlyWhenAnIdIsMissing() {
    assertThat(LANE.readsFrom(new ClusterIdentity("newyork", "id=1"))).isTrue();
    assertThat(LANE.readsFrom(new ClusterIdentity("nyc", "id=2"))).isFalse();
    assertThat(LANE.readsFrom(new ClusterIdentity("nyc", ""))).isTrue();
    assertThat(LANE.readsFrom(new ClusterIdentity("lon", ""))).isFalse();
  }

  @Test
  void shouldSayWhereTheRecordLiesThatItCannotRead() {
    for (String bad : new String[] {"", "version=2\n", "version=1\nflow=a\n", "\0\1\2"}) {
      assertThatThrownBy(() -> Registration.decode(stored(bytes(bad))))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("MALFORMED_REGISTRATION")
          .hasMessageContaining("partition 0 offset 17");
    }
  }

  private static ConsumerRecord<byte[], byte[]> stored(byte[] value) {
    return new ConsumerRecord<>(ProducerRegistry.TOPIC, 0, 17, Registration.key(4711), value);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
