package io.crosstide.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosstide.batch.RandomBatches.Content;
import io.crosstide.batch.RandomBatches.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class HeaderPatchTest {
  @Test
  void shouldGiveBatchesThatKafkaTakesForItsOwnWithTheSameRecords() {
    for (long seed = 0; seed < 2_500; seed++) {
      RandomBatches batches = new RandomBatches(seed);
      Shape shape = batches.crossableShape();
      ByteBuffer bytes = RandomBatches.elsewhere(batches.batch(1L << 40, shape));
      List<Content> before = contents(bytes);
      RawBatch batch = RawBatch.of(bytes);

      HeaderPatch.apply(batch, 4_711 + seed, (short) 9, 1_000_000);
      assertPatched(seed, batch, 4_711 + seed, 9, 1_000_000, before);

      HeaderPatch.apply(batch, Long.MAX_VALUE - seed, Short.MAX_VALUE, Integer.MAX_VALUE);
      assertPatched(seed, batch, Long.MAX_VALUE - seed, Short.MAX_VALUE, Integer.MAX_VALUE, before);
    }
  }

  private static void assertPatched(
      long seed, RawBatch batch, long producerId, int epoch, int sequence, List<Content> records) {
    RecordBatch kafka = RandomBatches.kafka(batch.bytes());
    kafka.ensureValid();
    assertThat(batch.isIntact()).as("seed %d", seed).isTrue();
    assertThat(kafka.baseOffset()).as("seed %d", seed).isZero();
    assertThat(kafka.partitionLeaderEpoch()).as("seed %d", seed).isEqualTo(-1);
    assertThat(kafka.producerId()).as("seed %d", seed).isEqualTo(producerId);
    assertThat(kafka.producerEpoch()).as("seed %d", seed).isEqualTo((short) epoch);
    assertThat(kafka.baseSequence()).as("seed %d", seed).isEqualTo(sequence);
    assertThat(kafka.isTransactional()).as("seed %d", seed).isFalse();
    assertThat(kafka.deleteHorizonMs()).as("seed %d", seed).isEmpty();
    assertThat(kafka.timestampType()).as("seed %d", seed).isEqualTo(TimestampType.CREATE_TIME);
    assertThat(contents(batch.bytes())).as("seed %d", seed).isEqualTo(records);
  }

  /** A patch must never heal what was damaged, however small the batch. */
  @Test
  void shouldKeepDamageVisible() {
    for (long seed = 0; seed < 2_000; seed++) {
      RandomBatches batches = new RandomBatches(seed);
      ByteBuffer bytes = batches.batch(5, batches.crossableShape());
      int end = bytes.limit();
      int damaged = BatchLayout.RECORDS + batches.random().nextInt(end - BatchLayout.RECORDS);
      bytes.put(damaged, (byte) (bytes.get(damaged) ^ (1 + batches.random().nextInt(255))));
      RawBatch batch = RawBatch.of(bytes);

      HeaderPatch.apply(batch, 1, (short) 2, 3);

      assertThat(batch.isIntact()).as("seed %d, byte %d of %d", seed, damaged, end).isFalse();
      assertThatThrownBy(RandomBatches.kafka(batch.bytes())::ensureValid)
          .as("seed %d", seed)
          .hasMessageContaining("corrupt");
    }
  }

  @Test
  void shouldRefuseWhatMustNotCrossByHeaderAlone() {
    RandomBatches batches = new RandomBatches(1);
    RawBatch appendTime =
        RawBatch.of(batches.batch(5, new Shape(2, Codec.NONE, false, false, true, false)));
    RawBatch old =
        RawBatch.of(batches.batch(5, new Shape(1, Codec.GZIP, false, false, false, false)));
    RawBatch control = RawBatch.of(batches.marker(5, 6, true));

    for (RawBatch batch : List.of(appendTime, old, control)) {
      ByteBuffer before = ByteBuffer.allocate(batch.sizeInBytes()).put(batch.bytes()).flip();
      assertThatThrownBy(() -> HeaderPatch.apply(batch, 1, (short) 2, 3))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(batch.bytes()).isEqualTo(before);
    }
  }

  private static List<Content> contents(ByteBuffer bytes) {
    List<Content> contents = new ArrayList<>();
    for (Record record : RandomBatches.kafka(bytes)) {
      contents.add(Content.of(record));
    }
    return contents;
  }
}
