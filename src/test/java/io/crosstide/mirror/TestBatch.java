package io.crosstide.mirror;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes and reads v2 batches (https://kafka.apache.org/documentation/#recordbatch), uncompressed
 * or gzip, independently of the code under test. Only as much of the format as the tests need.
 */
final class TestBatch {
  static final int HEADER_BYTES = 61;
  static final int CRC_FROM = 21;
  static final int GZIP = 1;
  static final int LOG_APPEND_TIME = 8;
  static final int TRANSACTIONAL = 16;
  static final int CONTROL = 32;

  private static final int LENGTH_AT = 8;
  private static final int CRC_AT = 17;
  private static final int MAX_TIMESTAMP_AT = 35;

  /** Who wrote a batch; producer id -1 for a plain producer. */
  record Writer(long producerId, short epoch, int sequence) {
    static final Writer PLAIN = new Writer(-1, (short) -1, -1);
  }

  private TestBatch() {}

  static ByteBuffer of(Writer writer, int attributes, List<TestRecord> records) {
    var byOffset = new TreeMap<Long, TestRecord>();
    for (TestRecord record : records) {
      byOffset.put((long) byOffset.size(), record);
    }
    return of(0, byOffset.size() - 1, writer, attributes, byOffset);
  }

  /** With holes where {@code records} has none. */
  static ByteBuffer of(
      long base,
      int lastOffsetDelta,
      Writer writer,
      int attributes,
      SortedMap<Long, TestRecord> records) {
    long first = records.isEmpty() ? -1 : records.get(records.firstKey()).timestampMs();
    long max = records.values().stream().mapToLong(TestRecord::timestampMs).max().orElse(-1);
    var body = new ByteArrayOutputStream();
    records.forEach((offset, record) -> body.writeBytes(record(offset - base, first, record)));
    return batch(
        base,
        lastOffsetDelta,
        writer,
        attributes,
        new Body(first, max, records.size(), body.toByteArray()));
  }

  static ByteBuffer marker(long producerId, short epoch, boolean commit, long timestampMs) {
    ByteBuffer key =
        ByteBuffer.allocate(4).putShort((short) 0).putShort((short) (commit ? 1 : 0)).flip();
    ByteBuffer value = ByteBuffer.allocate(6);
    var record = new TestRecord(timestampMs, key, value, List.of());
    var records = new TreeMap<Long, TestRecord>();
    records.put(0L, record);
    return of(0, 0, new Writer(producerId, epoch, -1), CONTROL | TRANSACTIONAL, records);
  }

  private record Body(long baseTimestamp, long maxTimestamp, int count, byte[] bytes) {}

  private static ByteBuffer batch(
      long base, int lastOffsetDelta, Writer writer, int attributes, Body body) {
    byte[] records = (attributes & GZIP) == 0 ? body.bytes() : gzip(body.bytes());
    ByteBuffer batch = ByteBuffer.allocate(HEADER_BYTES + records.length);
    batch
        .putLong(base)
        .putInt(HEADER_BYTES + records.length - 12)
        .putInt(0)
        .put((byte) 2)
        .putInt(0);
    batch.putShort((short) attributes).putInt(lastOffsetDelta);
    batch.putLong(body.baseTimestamp()).putLong(body.maxTimestamp());
    batch.putLong(writer.producerId()).putShort(writer.epoch()).putInt(writer.sequence());
    batch.putInt(body.count()).put(records).flip();
    batch.putInt(CRC_AT, crc(batch));
    return batch;
  }

  /** What a broker does on append to a topic with message.timestamp.type=LogAppendTime. */
  static void stampLogAppendTime(ByteBuffer batch, long nowMs) {
    batch.putShort(CRC_FROM, (short) (batch.getShort(CRC_FROM) | LOG_APPEND_TIME));
    batch.putLong(MAX_TIMESTAMP_AT, nowMs);
    batch.putInt(CRC_AT, crc(batch));
  }

  static boolean intact(ByteBuffer batch) {
    return batch.remaining() >= HEADER_BYTES
        && batch.getInt(LENGTH_AT) == batch.remaining() - 12
        && batch.getInt(CRC_AT) == crc(batch);
  }

  private static int crc(ByteBuffer batch) {
    var crc = new CRC32C();
    crc.update(batch.slice(CRC_FROM, batch.limit() - CRC_FROM));
    return (int) crc.getValue();
  }

  /** Records by offset, with the timestamps that readers see. */
  static SortedMap<Long, TestRecord> read(ByteBuffer batch) {
    int attributes = batch.getShort(CRC_FROM);
    long base = batch.getLong(0);
    long baseTimestamp = batch.getLong(27);
    int count = batch.getInt(57);
    ByteBuffer in = batch.slice(HEADER_BYTES, batch.limit() - HEADER_BYTES);
    if ((attributes & 7) == GZIP) {
      in = gunzip(in);
    }
    var records = new TreeMap<Long, TestRecord>();
    for (int i = 0; i < count; i++) {
      varlong(in);
      in.get();
      long timestamp = baseTimestamp + varlong(in);
      long offset = base + varlong(in);
      ByteBuffer key = bytes(in);
      ByteBuffer value = bytes(in);
      var headers = new ArrayList<TestRecord.Header>();
      for (long left = varlong(in); left > 0; left--) {
        String name = StandardCharsets.UTF_8.decode(bytes(in)).toString();
        headers.add(new TestRecord.Header(name, bytes(in)));
      }
      boolean appendTime = (attributes & LOG_APPEND_TIME) != 0;
      records.put(
          offset,
          new TestRecord(
              appendTime ? batch.getLong(MAX_TIMESTAMP_AT) : timestamp, key, value, headers));
    }
    return records;
  }

  private static byte[] record(long offsetDelta, long baseTimestamp, TestRecord record) {
    var body = new ByteArrayOutputStream();
    body.write(0);
    varlong(body, record.timestampMs() - baseTimestamp);
    varlong(body, offsetDelta);
    bytes(body, record.key());
    bytes(body, record.value());
    varlong(body, record.headers().size());
    for (TestRecord.Header header : record.headers()) {
      bytes(body, StandardCharsets.UTF_8.encode(header.key()));
      bytes(body, header.value());
    }
    var framed = new ByteArrayOutputStream();
    varlong(framed, body.size());
    framed.writeBytes(body.toByteArray());
    return framed.toByteArray();
  }

  private static void bytes(ByteArrayOutputStream out, ByteBuffer bytes) {
    varlong(out, bytes == null ? -1 : bytes.remaining());
    if (bytes != null) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.duplicate().get(copy);
      out.writeBytes(copy);
    }
  }

  private static ByteBuffer bytes(ByteBuffer in) {
    int length = (int) varlong(in);
    if (length < 0) {
      return null;
    }
    ByteBuffer bytes = in.slice(in.position(), length);
    in.position(in.position() + length);
    return bytes;
  }

  private static void varlong(ByteArrayOutputStream out, long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      out.write((int) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long varlong(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
  }

  private static byte[] gzip(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static ByteBuffer gunzip(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    try (var zip = new GZIPInputStream(new ByteArrayInputStream(copy))) {
      return ByteBuffer.wrap(zip.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
