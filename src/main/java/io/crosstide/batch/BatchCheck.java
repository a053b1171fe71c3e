package io.crosstide.batch;

import java.nio.ByteBuffer;

/** What must hold of a batch's header before anything believes it. */
final class BatchCheck {
  private static final byte NEWEST_MAGIC = 2;

  private BatchCheck() {}

  /**
   * The whole size of the batch that a size field announces.
   *
   * @throws MalformedBatchException when no batch of any format can have it
   */
  static int size(int announced, long offset) {
    int smallest = BatchLayout.SMALLEST_V0 - BatchLayout.LOG_OVERHEAD;
    if (announced < smallest || announced > Integer.MAX_VALUE - BatchLayout.LOG_OVERHEAD) {
      throw new MalformedBatchException(
          "batch at offset " + offset + " claims a size of " + announced + " bytes");
    }
    return announced + BatchLayout.LOG_OVERHEAD;
  }

  static void magic(byte magic, long offset) {
    if (magic < 0 || magic > NEWEST_MAGIC) {
      throw new MalformedBatchException("batch at offset " + offset + " has magic " + magic);
    }
  }

  /** Checks a batch that lies wholly in the buffer. */
  static void whole(ByteBuffer buffer, int position, int size) {
    byte magic = buffer.get(position + BatchLayout.MAGIC);
    if (magic == NEWEST_MAGIC) {
      current(buffer, position, size);
    } else {
      old(buffer, position, size, magic);
    }
  }

  private static void current(ByteBuffer buffer, int position, int size) {
    long offset = buffer.getLong(position + BatchLayout.BASE_OFFSET);
    atLeast(BatchLayout.RECORDS, size, offset);
    Codec codec = codec(buffer.getShort(position + BatchLayout.ATTRIBUTES), Codec.ZSTD, offset);
    int delta = buffer.getInt(position + BatchLayout.LAST_OFFSET_DELTA);
    if (offset < 0 || delta < 0 || offset >= Long.MAX_VALUE - delta) {
      throw new MalformedBatchException(
          "batch at offset " + offset + " claims a last offset delta of " + delta);
    }
    int count = buffer.getInt(position + BatchLayout.RECORD_COUNT);
    // Offsets are distinct, and a record that is not compressed has a smallest size.
    long most =
        codec == Codec.NONE
            ? (size - BatchLayout.RECORDS) / BatchLayout.SMALLEST_RECORD
            : Integer.MAX_VALUE;
    if (count < 0 || count > delta + 1L || count > most) {
      throw new MalformedBatchException(
          "batch at offset " + offset + " claims " + count + " records in " + size + " bytes");
    }
  }

  private static void old(ByteBuffer buffer, int position, int size, byte magic) {
    long offset = buffer.getLong(position + BatchLayout.BASE_OFFSET);
    atLeast(magic == 0 ? BatchLayout.SMALLEST_V0 : BatchLayout.SMALLEST_V1, size, offset);
    codec(buffer.get(position + BatchLayout.OLD_ATTRIBUTES), Codec.LZ4, offset);
    if (offset < 0 || offset == Long.MAX_VALUE) {
      throw new MalformedBatchException("message at offset " + offset + " is not possible");
    }
  }

  private static Codec codec(int attributes, Codec newest, long offset) {
    int id = attributes & BatchLayout.CODEC_MASK;
    if (id > newest.id()) {
      throw new MalformedBatchException(
          "batch at offset " + offset + " has unknown compression codec " + id);
    }
    return Codec.byId(id);
  }

  private static void atLeast(int smallest, int size, long offset) {
    if (size < smallest) {
      throw new MalformedBatchException(
          "batch at offset " + offset + " has " + size + " bytes, its header alone " + smallest);
    }
  }
}
