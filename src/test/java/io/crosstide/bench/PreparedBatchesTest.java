package io.crosstide.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.junit.jupiter.api.Test;

class PreparedBatchesTest {
  private static final int LARGE = 20_000;

  @Test
  void shouldClearWhatOneProducerAloneMaySend() {
    PreparedBatches prepared = new PreparedBatches();
    prepared.add(
        MemoryRecords.withTransactionalRecords(
            7, Compression.NONE, 42, (short) 3, 5, 0, record(LARGE, "large")));

    RecordBatch batch = only(prepared.finish());

    assertThat(batch.isValid()).isTrue();
    assertThat(batch.baseOffset()).isZero();
    assertThat(batch.isTransactional()).isFalse();
    assertThat(batch.producerId()).isEqualTo(RecordBatch.NO_PRODUCER_ID);
    assertThat(batch.baseSequence()).isEqualTo(RecordBatch.NO_SEQUENCE);
  }

  @Test
  void shouldJoinSmallBatchesAndKeepEveryRecordInOrder() {
    PreparedBatches prepared = new PreparedBatches();
    IntStream.range(0, 200)
        .forEach(
            number ->
                prepared.add(
                    MemoryRecords.withRecords(
                        number, Compression.NONE, record(1_000, "key " + number))));

    List<ByteBuffer> batches = prepared.finish();

    List<String> keys = new ArrayList<>();
    batches.forEach(batch -> MemoryRecords.readableRecords(batch).records().forEach(read(keys)));
    assertThat(keys).hasSize(200).startsWith("key 0", "key 1").endsWith("key 199");
    assertThat(batches).hasSizeBetween(3, 5);
    assertThat(batches).allSatisfy(batch -> assertThat(only(List.of(batch)).isValid()).isTrue());
  }

  private static Consumer<Record> read(List<String> keys) {
    return record -> keys.add(US_ASCII.decode(record.key()).toString());
  }

  private static RecordBatch only(List<ByteBuffer> batches) {
    assertThat(batches).hasSize(1);
    return MemoryRecords.readableRecords(batches.getFirst()).batches().iterator().next();
  }

  private static SimpleRecord record(int bytes, String key) {
    return new SimpleRecord(1_000L, key.getBytes(US_ASCII), new byte[bytes]);
  }
}
