package io.crosstide.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosstide.batch.RandomBatches.Shape;
import java.nio.ByteBuffer;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MutableRecordBatch;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RawBatchTest {
  @Test
  void shouldReadEveryFieldAsKafkaDoes() {
    for (long seed = 0; seed < 1_000; seed++) {
      RandomBatches batches = new RandomBatches(seed);
      Shape shape = batches.anyShape();
      ByteBuffer bytes = RandomBatches.elsewhere(batches.batch(seed << 33, shape));
      BatchCursor cursor = new BatchCursor(bytes);
      for (RecordBatch kafka : MemoryRecords.readableRecords(bytes.duplicate()).batches()) {
        assertSame(seed, cursor.next(), (MutableRecordBatch) kafka);
      }
      assertThat(cursor.next()).as("seed %d", seed).isNull();
    }
  }

  private static void assertSame(long seed, RawBatch batch, MutableRecordBatch kafka) {
    ByteBuffer bytes = ByteBuffer.allocate(kafka.sizeInBytes());
    kafka.writeTo(bytes);
    assertThat(batch.bytes()).as("seed %d", seed).isEqualTo(bytes.flip());
    assertThat(batch.sizeInBytes()).as("seed %d", seed).isEqualTo(kafka.sizeInBytes());
    assertThat(batch.magic()).as("seed %d", seed).isEqualTo(kafka.magic());
    assertThat(batch.lastOffset()).as("seed %d", seed).isEqualTo(kafka.lastOffset());
    assertThat(batch.nextOffset()).as("seed %d", seed).isEqualTo(kafka.nextOffset());
    assertThat(batch.producerId()).as("seed %d", seed).isEqualTo(kafka.producerId());
    assertThat(batch.producerEpoch()).as("seed %d", seed).isEqualTo(kafka.producerEpoch());
    assertThat(batch.baseSequence()).as("seed %d", seed).isEqualTo(kafka.baseSequence());
    assertThat(batch.isControl()).as("seed %d", seed).isEqualTo(kafka.isControlBatch());
    assertThat(batch.isTransactional()).as("seed %d", seed).isEqualTo(kafka.isTransactional());
    assertThat(batch.isLogAppendTime())
        .as("seed %d", seed)
        .isEqualTo(kafka.timestampType() == TimestampType.LOG_APPEND_TIME);
    assertThat(batch.hasDeleteHorizon())
        .as("seed %d", seed)
        .isEqualTo(kafka.deleteHorizonMs().isPresent());
    assertThat(batch.codec().id()).as("seed %d", seed).isEqualTo(kafka.compressionType().id);
    assertThat(batch.maxTimestamp()).as("seed %d", seed).isEqualTo(kafka.maxTimestamp());
    assertThat(batch.crc()).as("seed %d", seed).isEqualTo((int) kafka.checksum());
    assertThat(batch.isIntact()).as("seed %d", seed).isTrue();
    assertFormat(seed, batch, kafka);
  }

  private static void assertFormat(long seed, RawBatch batch, RecordBatch kafka) {
    if (kafka instanceof DefaultRecordBatch current) {
      int delta = (int) (kafka.lastOffset() - kafka.baseOffset());
      assertThat(batch.isCurrentFormat()).as("seed %d", seed).isTrue();
      assertThat(batch.baseOffset()).as("seed %d", seed).isEqualTo(kafka.baseOffset());
      assertThat(batch.recordCount()).as("seed %d", seed).isEqualTo(kafka.countOrNull());
      assertThat(batch.lastOffsetDelta()).as("seed %d", seed).isEqualTo(delta);
      assertThat(batch.hasHoles()).as("seed %d", seed).isEqualTo(kafka.countOrNull() != delta + 1);
      assertThat(batch.baseTimestamp()).as("seed %d", seed).isEqualTo(current.baseTimestamp());
      assertThat(batch.summary())
          .as("seed %d", seed)
          .isEqualTo(
              new BatchSummary(
                  kafka.baseOffset(),
                  kafka.lastOffset(),
                  kafka.countOrNull(),
                  kafka.producerId(),
                  kafka.producerEpoch(),
                  kafka.baseSequence(),
                  false));
    } else if (kafka.isCompressed()) {
      assertThat(batch.baseOffset()).as("seed %d", seed).isEqualTo(RawBatch.UNKNOWN);
      assertThat(batch.recordCount()).as("seed %d", seed).isEqualTo(RawBatch.UNKNOWN);
      assertThat(batch.hasHoles()).as("seed %d", seed).isFalse();
    } else {
      assertThat(batch.baseOffset()).as("seed %d", seed).isEqualTo(kafka.baseOffset());
      assertThat(batch.recordCount()).as("seed %d", seed).isEqualTo(1);
    }
  }

  @Test
  void shouldSeeAControlBatch() {
    RawBatch marker = RawBatch.of(new RandomBatches(1).marker(77, 5, false));

    assertThat(marker.isControl()).isTrue();
    assertThat(marker.summary()).isEqualTo(new BatchSummary(77, 77, 1, 5, (short) 3, -1, true));
  }

  @Test
  void shouldSeeDamage() {
    for (Codec codec : Codec.values()) {
      for (int magic = codec == Codec.ZSTD ? 2 : 0; magic <= 2; magic++) {
        RandomBatches batches = new RandomBatches(3);
        Shape shape = new Shape(magic, codec, false, false, false, false);
        ByteBuffer bytes = batches.batch(5, shape, batches.records(1, magic));
        bytes.put(bytes.limit() - 1, (byte) (bytes.get(bytes.limit() - 1) ^ 1));

        assertThat(RawBatch.of(bytes).isIntact()).as("%s in %d", codec, magic).isFalse();
      }
    }
  }

  @Test
  void shouldBeExactlyOneBatch() {
    RandomBatches batches = new RandomBatches(4);
    Shape shape = new Shape(2, Codec.LZ4, false, false, false, false);
    ByteBuffer one = batches.batch(5, shape);
    ByteBuffer more = ByteBuffer.allocate(one.limit() + 1).put(one.duplicate()).rewind();

    assertThat(RawBatch.of(one).sizeInBytes()).isEqualTo(one.limit());
    assertThatThrownBy(() -> RawBatch.of(more)).isInstanceOf(MalformedBatchException.class);
    assertThatThrownBy(() -> RawBatch.of(one.slice(0, one.limit() - 1)))
        .isInstanceOf(MalformedBatchException.class);
    assertThatThrownBy(() -> RawBatch.of(ByteBuffer.allocate(0)))
        .isInstanceOf(MalformedBatchException.class);
  }
}
