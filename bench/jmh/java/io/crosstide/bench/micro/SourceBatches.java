package io.crosstide.bench.micro;

import io.crosstide.batch.BatchCursor;
import io.crosstide.batch.Codec;
import io.crosstide.batch.RawBatch;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.ControlRecordType;
import org.apache.kafka.common.record.EndTransactionMarker;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MemoryRecordsBuilder;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** Writes batches one behind the other, as Kafka's classes write them; always the same ones. */
final class SourceBatches {
  /** What a record takes in a batch that is not compressed, within a few bytes. */
  static final int RECORD_BYTES = 200;

  private static final int BATCH_HEADER_BYTES = 61;
  private static final long SOME_TIME = 1_700_000_000_000L;
  private static final short EPOCH = 0;

  private final Random random = new Random(42);
  private final ByteBufferOutputStream out = new ByteBufferOutputStream(1024 * 1024);
  private long nextOffset;

  /** Who writes; producer id -1 for a plain producer. */
  record Writer(long producerId, boolean transactional) {
    static final Writer PLAIN = new Writer(RecordBatch.NO_PRODUCER_ID, false);
  }

  /** How many records make a batch of about this size. */
  static int recordsIn(int batchBytes) {
    return Math.max(1, (batchBytes - BATCH_HEADER_BYTES) / RECORD_BYTES);
  }

  long nextOffset() {
    return nextOffset;
  }

  void add(Writer writer, Codec codec, int records) {
    add(writer, codec, records, Integer.MAX_VALUE);
  }

  /**
   * Adds a batch.
   *
   * @param holeAfter after so many records compaction has removed one, again and again
   */
  void add(Writer writer, Codec codec, int records, int holeAfter) {
    long offset = nextOffset;
    try (MemoryRecordsBuilder builder = builder(writer, codec)) {
      for (int i = 0; i < records; i++) {
        builder.appendWithOffset(offset, record(offset));
        offset += (i + 1) % holeAfter == 0 ? 2 : 1;
      }
      builder.overrideLastOffset(offset - 1);
    }
    nextOffset = offset;
  }

  private MemoryRecordsBuilder builder(Writer writer, Codec codec) {
    // The builder begins where the stream stands and leaves what is before it alone.
    return new MemoryRecordsBuilder(
        out,
        RecordBatch.CURRENT_MAGIC_VALUE,
        Compression.of(CompressionType.forId(codec.id())).build(),
        TimestampType.CREATE_TIME,
        nextOffset,
        RecordBatch.NO_TIMESTAMP,
        writer.producerId(),
        writer.producerId() < 0 ? RecordBatch.NO_PRODUCER_EPOCH : EPOCH,
        writer.producerId() < 0 ? RecordBatch.NO_SEQUENCE : 0,
        writer.transactional(),
        false,
        0,
        Integer.MAX_VALUE);
  }

  /** Adds the marker that ends a transaction. */
  void addMarker(long producerId, boolean commit) {
    var type = commit ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
    MemoryRecords end =
        MemoryRecords.withEndTransactionMarker(
            nextOffset, SOME_TIME, 0, producerId, EPOCH, new EndTransactionMarker(type, 0));
    out.write(end.buffer());
    nextOffset++;
  }

  /** What was added, from position 0 to the limit, on the heap as the Kafka client reads it. */
  ByteBuffer fetched() {
    ByteBuffer written = out.buffer();
    return ByteBuffer.allocate(written.position()).put(written.duplicate().flip()).flip();
  }

  List<RawBatch> batches() {
    var batches = new ArrayList<RawBatch>();
    var cursor = new BatchCursor(fetched());
    for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
      batches.add(batch);
    }
    return batches;
  }

  private SimpleRecord record(long offset) {
    byte[] key = text("customer-%07d".formatted(random.nextInt(10_000_000)));
    String value =
        "{\"id\":%d,\"amount\":%d,\"currency\":\"EUR\",\"article\":\"article %d\",\"note\":\"%s\"}"
            .formatted(offset, random.nextInt(1_000_000), random.nextInt(500), note());
    return new SimpleRecord(SOME_TIME + offset, key, text("%-170.170s".formatted(value)));
  }

  private String note() {
    return Long.toString(random.nextLong(), 36) + Long.toString(random.nextLong(), 36);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
