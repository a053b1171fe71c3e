package io.crosstide.kafka;

import io.crosstide.batch.Codec;
import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.RawBatch;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * A message of format 0 or 1, from its checksum on.
 *
 * @param bytes the whole message; key and value share its content
 * @param timestampMs -1 in format 0
 * @param key null for no key
 * @param value null for no value
 */
record OldMessage(
    ByteBuffer bytes, byte magic, Codec codec, long timestampMs, ByteBuffer key, ByteBuffer value) {
  private static final int MAGIC = 4;
  private static final int ATTRIBUTES = 5;
  private static final int FIELDS_V0 = 6;
  private static final int FIELDS_V1 = 14;
  private static final int SMALLEST = 14;
  private static final int CODEC_MASK = 0x07;
  private static final long NO_TIMESTAMP = -1;

  /**
   * @throws MalformedBatchException when no message has this size
   */
  static void requireSize(int size, RawBatch batch) {
    if (size < SMALLEST) {
      throw new MalformedBatchException(batch + " holds a message of " + size + " bytes");
    }
  }

  /**
   * @param bytes position 0 to limit, at least as many as {@link #requireSize} asks for
   * @param batch where it lies, for messages
   */
  static OldMessage parse(ByteBuffer bytes, RawBatch batch) {
    byte magic = bytes.get(MAGIC);
    if (magic != 0 && magic != 1) {
      throw new MalformedBatchException(batch + " wraps a message with magic " + magic);
    }
    ByteBuffer fields = bytes.duplicate();
    fields.position(magic == 0 ? FIELDS_V0 : Math.min(FIELDS_V1, bytes.limit()));
    ByteBuffer key = field(fields, batch);
    ByteBuffer value = field(fields, batch);
    if (fields.hasRemaining()) {
      throw new MalformedBatchException(
          batch + " holds a message with " + fields.remaining() + " bytes after its value");
    }
    return new OldMessage(
        bytes,
        magic,
        Codec.byId(bytes.get(ATTRIBUTES) & CODEC_MASK),
        magic == 0 ? NO_TIMESTAMP : bytes.getLong(FIELDS_V0),
        key,
        value);
  }

  void requireIntact(RawBatch batch) {
    CRC32 crc = new CRC32();
    crc.update(bytes.slice(MAGIC, bytes.limit() - MAGIC));
    if ((int) crc.getValue() != bytes.getInt(0)) {
      throw new MalformedBatchException(batch + " wraps a message with a wrong checksum");
    }
  }

  /** Key, value and no headers, as a v2 record has them after its offset delta. */
  byte[] asFields() {
    int size = sizeOf(key) + sizeOf(value) + 1;
    ByteBuffer fields = ByteBuffer.allocate(size);
    put(key, fields);
    put(value, fields);
    fields.put((byte) 0);
    return fields.array();
  }

  private static ByteBuffer field(ByteBuffer from, RawBatch batch) {
    int size = from.remaining() < Integer.BYTES ? Integer.MAX_VALUE : from.getInt();
    if (size > from.remaining()) {
      throw new MalformedBatchException(batch + " holds a message that ends inside a field");
    }
    if (size < 0) {
      return null;
    }
    ByteBuffer field = from.slice(from.position(), size);
    from.position(from.position() + size);
    return field;
  }

  private static int sizeOf(ByteBuffer field) {
    int size = field == null ? -1 : field.remaining();
    return Varint.size(size) + Math.max(size, 0);
  }

  private static void put(ByteBuffer field, ByteBuffer target) {
    byte[] length = new byte[Varint.LONGEST];
    target.put(length, 0, Varint.write(length, 0, field == null ? -1 : field.remaining()));
    if (field != null) {
      target.put(field.duplicate());
    }
  }
}
