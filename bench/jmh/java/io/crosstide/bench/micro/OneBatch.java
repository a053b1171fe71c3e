package io.crosstide.bench.micro;

import io.crosstide.batch.RawBatch;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.DefaultRecordBatch;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.TimestampType;

/** A batch of an exact size whose header is right and whose body is noise. */
final class OneBatch {
  private OneBatch() {}

  /** Fills the whole buffer. */
  static RawBatch in(ByteBuffer buffer) {
    var noise = new byte[buffer.capacity()];
    new Random(42).nextBytes(noise);
    buffer.put(0, noise);
    DefaultRecordBatch.writeHeader(
        buffer,
        0,
        0,
        buffer.capacity(),
        RecordBatch.CURRENT_MAGIC_VALUE,
        CompressionType.NONE,
        TimestampType.CREATE_TIME,
        0,
        0,
        7,
        (short) 0,
        0,
        false,
        false,
        false,
        0,
        1);
    return RawBatch.of(buffer.clear());
  }
}
