package io.crosstide.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MemoryRecordsBuilder;
import org.apache.kafka.common.record.MutableRecordBatch;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;

/**
 * One partition's batches, ready to be produced. Small ones are joined: a mirror may do so too, and
 * with one batch a partition and request small ones would be a measure of round trips.
 */
final class PreparedBatches {
  static final int JOINED_BYTES = 64 << 10;
  private static final int SMALL_BYTES = 16 << 10;

  // Where things stand in a batch of format v2.
  private static final int BASE_OFFSET = 0;
  private static final int CRC = 17;
  private static final int ATTRIBUTES = 21;
  private static final int PRODUCER_ID = 43;
  private static final int PRODUCER_EPOCH = 51;
  private static final int BASE_SEQUENCE = 53;
  private static final int TRANSACTIONAL = 0x10;

  private final List<ByteBuffer> batches = new ArrayList<>();
  private MemoryRecordsBuilder joined;

  void add(MemoryRecords records) {
    ByteBuffer all = records.buffer();
    int position = all.position();
    for (MutableRecordBatch batch : records.batches()) {
      ByteBuffer bytes = all.slice(position, batch.sizeInBytes());
      position += batch.sizeInBytes();
      if (batch.isControlBatch()) {
        continue;
      }
      if (batch.sizeInBytes() < SMALL_BYTES) {
        join(batch);
      } else {
        batches.add(copy(bytes));
      }
    }
  }

  /** All of them; none can be added any more. */
  List<ByteBuffer> finish() {
    endJoined();
    return batches;
  }

  /** As from a producer that is neither idempotent nor transactional, so that it can be sent again. */
  private static ByteBuffer copy(ByteBuffer batch) {
    ByteBuffer copy = ByteBuffer.allocate(batch.remaining()).put(batch).flip();
    copy.putLong(BASE_OFFSET, 0);
    copy.putShort(ATTRIBUTES, (short) (copy.getShort(ATTRIBUTES) & ~TRANSACTIONAL));
    copy.putLong(PRODUCER_ID, RecordBatch.NO_PRODUCER_ID);
    copy.putShort(PRODUCER_EPOCH, RecordBatch.NO_PRODUCER_EPOCH);
    copy.putInt(BASE_SEQUENCE, RecordBatch.NO_SEQUENCE);
    CRC32C crc = new CRC32C();
    crc.update(copy.slice(ATTRIBUTES, copy.limit() - ATTRIBUTES));
    return copy.putInt(CRC, (int) crc.getValue());
  }

  private void join(RecordBatch batch) {
    for (Record record : batch) {
      if (joined != null
          && !joined.hasRoomFor(
              record.timestamp(), record.key(), record.value(), record.headers())) {
        endJoined();
      }
      if (joined == null) {
        joined =
            MemoryRecords.builder(
                ByteBuffer.allocate(JOINED_BYTES),
                Compression.of(batch.compressionType()).build(),
                TimestampType.CREATE_TIME,
                0);
      }
      joined.append(record.timestamp(), record.key(), record.value(), record.headers());
    }
  }

  private void endJoined() {
    if (joined != null) {
      batches.add(joined.build().buffer());
      joined = null;
    }
  }
}
