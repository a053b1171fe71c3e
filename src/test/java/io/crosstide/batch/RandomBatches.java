package io.crosstide.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.CompressionType;
import org.apache.kafka.common.record.ControlRecordType;
import org.apache.kafka.common.record.EndTransactionMarker;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.MemoryRecordsBuilder;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.record.RecordBatch;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.ByteBufferOutputStream;

/** Batches as Kafka's own classes write them, of every shape, from a seed. */
public final class RandomBatches {
  private static final long SOME_TIME = 1_700_000_000_000L;

  private final Random random;

  public RandomBatches(long seed) {
    this.random = new Random(seed);
  }

  /** What a batch is to be like. */
  public record Shape(
      int magic,
      Codec codec,
      boolean transactional,
      boolean horizon,
      boolean appendTime,
      boolean holes) {}

  public Random random() {
    return random;
  }

  /** Any v2 data batch with the producers' timestamps. */
  public Shape crossableShape() {
    return new Shape(2, codec(Codec.ZSTD), coin(), coin(), false, coin());
  }

  /** Any data batch of any format. */
  public Shape anyShape() {
    int magic = random.nextInt(6) == 0 ? random.nextInt(2) : 2;
    Codec codec = codec(magic == 2 ? Codec.ZSTD : Codec.LZ4);
    boolean appendTime = magic > 0 && random.nextInt(3) == 0;
    boolean current = magic == 2;
    return new Shape(magic, codec, current && coin(), current && coin(), appendTime, coin());
  }

  /** One batch, or for old uncompressed messages as many as there are records. */
  public ByteBuffer batch(long baseOffset, Shape shape) {
    return batch(baseOffset, shape, records(1 + random.nextInt(40), shape.magic()));
  }

  public ByteBuffer batch(long baseOffset, Shape shape, List<SimpleRecord> records) {
    boolean current = shape.magic() == 2;
    ByteBufferOutputStream out = new ByteBufferOutputStream(1024);
    try (MemoryRecordsBuilder builder =
        new MemoryRecordsBuilder(
            out,
            (byte) shape.magic(),
            compression(shape.codec()),
            timestampType(shape),
            baseOffset,
            shape.appendTime() ? SOME_TIME + 12_345 : RecordBatch.NO_TIMESTAMP,
            current ? random.nextLong(1_000_000) : RecordBatch.NO_PRODUCER_ID,
            current ? (short) random.nextInt(Short.MAX_VALUE) : RecordBatch.NO_PRODUCER_EPOCH,
            current ? random.nextInt(Integer.MAX_VALUE) : RecordBatch.NO_SEQUENCE,
            shape.transactional(),
            false,
            random.nextInt(100),
            Integer.MAX_VALUE,
            shape.horizon() ? SOME_TIME + 99_000 : RecordBatch.NO_TIMESTAMP)) {
      long offset = baseOffset;
      for (SimpleRecord record : records) {
        builder.appendWithOffset(offset, record);
        offset += shape.holes() ? 1 + random.nextInt(3) : 1;
      }
      if (shape.holes() && current) {
        builder.overrideLastOffset(offset + random.nextInt(3));
      }
      return builder.build().buffer();
    }
  }

  public ByteBuffer marker(long offset, long producerId, boolean commit) {
    ControlRecordType type = commit ? ControlRecordType.COMMIT : ControlRecordType.ABORT;
    return MemoryRecords.withEndTransactionMarker(
            offset, SOME_TIME, 7, producerId, (short) 3, new EndTransactionMarker(type, 11))
        .buffer();
  }

  public List<SimpleRecord> records(int count, int magic) {
    List<SimpleRecord> records = new ArrayList<>();
    long timestamp = SOME_TIME;
    for (int i = 0; i < count; i++) {
      timestamp += random.nextInt(20_000) - 5_000;
      records.add(
          new SimpleRecord(
              magic == 0 ? RecordBatch.NO_TIMESTAMP : timestamp,
              field(30),
              field(random.nextInt(20) == 0 ? 20_000 : 300),
              magic == 2 ? headers() : Record.EMPTY_HEADERS));
    }
    return records;
  }

  private Header[] headers() {
    Header[] headers = new Header[random.nextInt(3)];
    for (int i = 0; i < headers.length; i++) {
      headers[i] = new RecordHeader("héader-" + random.nextInt(5), field(40));
    }
    return headers;
  }

  /** Null, empty, compressible or not. */
  private byte[] field(int most) {
    int kind = random.nextInt(8);
    if (kind == 0) {
      return null;
    }
    byte[] bytes = new byte[random.nextInt(most + 1)];
    if (kind < 4) {
      random.nextBytes(bytes);
    } else {
      byte[] word = ("word" + random.nextInt(9)).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = word[i % word.length];
      }
    }
    return bytes;
  }

  private Codec codec(Codec newest) {
    return Codec.byId(random.nextInt(newest.id() + 1));
  }

  private boolean coin() {
    return random.nextBoolean();
  }

  private static TimestampType timestampType(Shape shape) {
    if (shape.magic() == 0) {
      return TimestampType.NO_TIMESTAMP_TYPE;
    }
    return shape.appendTime() ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
  }

  private static Compression compression(Codec codec) {
    return Compression.of(CompressionType.forId(codec.id())).build();
  }

  /** A copy with a seat of its own in a larger buffer, so that no index happens to start at 0. */
  public static ByteBuffer elsewhere(ByteBuffer bytes) {
    ByteBuffer larger = ByteBuffer.allocate(bytes.remaining() + 30);
    larger.put(17, bytes, bytes.position(), bytes.remaining());
    return larger.position(17).limit(17 + bytes.remaining());
  }

  /** As Kafka reads it. */
  public static RecordBatch kafka(ByteBuffer bytes) {
    return MemoryRecords.readableRecords(bytes.duplicate()).batches().iterator().next();
  }

  /** A record's content without its place. */
  public record Content(long timestamp, ByteBuffer key, ByteBuffer value, List<Header> headers) {
    public static Content of(Record record) {
      return new Content(
          record.timestamp(), record.key(), record.value(), List.of(record.headers()));
    }
  }
}
