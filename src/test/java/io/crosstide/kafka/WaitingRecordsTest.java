package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.mirror.LaneId;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class WaitingRecordsTest {
  private final WaitingRecords waiting = new WaitingRecords();

  private static Origin origin(int chapter, long offset) {
    LaneId lane = new LaneId("a->b", "orders", 0);
    return new Origin(lane, chapter, offset, "a.orders", 1_000, "INVALID_RECORD", "no key");
  }

  private static ConsumerRecord<byte[], byte[]> record(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return new ConsumerRecord<>(QuarantineTopic.TOPIC, 0, 0, null, bytes);
  }

  private void replayed(Origin origin, String value) {
    var marker = new ConsumerRecord<byte[], byte[]>(QuarantineTopic.TOPIC, 0, 0, null, null);
    marker.headers().add(WaitingRecords.replayed(WaitingRecords.content(record(value))));
    waiting.take(origin, marker);
  }

  @Test
  void shouldTakeARecordForOneThatTwoOwnersHaveParked() {
    waiting.take(origin(0, 5), record("five"));
    waiting.take(origin(0, 6), record("six"));
    waiting.take(origin(0, 5), record("five"));

    assertThat(waiting.parked()).extracting(Quarantine.Parked::offset).containsExactly(5L, 6L);
    assertThat(waiting.claim(origin(0, 5), record("five"))).isPresent();
    assertThat(waiting.claim(origin(0, 5), record("five"))).isEmpty();
  }

  @Test
  void shouldNotWaitAgainForWhatAFormerOwnerParksAfterItsReplay() {
    waiting.take(origin(0, 5), record("five"));
    replayed(origin(0, 5), "five");
    waiting.take(origin(0, 5), record("five"));

    assertThat(waiting.parked()).isEmpty();
  }

  @Test
  void shouldWaitForARecordOfAnotherLogAtTheSameOffset() {
    waiting.take(origin(0, 5), record("five"));
    waiting.take(origin(1, 5), record("five"));
    replayed(origin(0, 5), "five");

    assertThat(waiting.parked()).hasSize(1);
  }

  @Test
  void shouldWaitForAnotherRecordAtTheSamePlaceWhereALedgerWasLost() {
    waiting.take(origin(0, 5), record("five"));
    replayed(origin(0, 5), "five");
    waiting.take(origin(0, 5), record("another"));

    assertThat(waiting.parked()).hasSize(1);
    assertThat(waiting.claim(origin(0, 5), record("another"))).isPresent();
  }
}
