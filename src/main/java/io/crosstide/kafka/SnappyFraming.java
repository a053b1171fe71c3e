package io.crosstide.kafka;

import io.crosstide.batch.MalformedBatchException;
import java.nio.ByteBuffer;

/**
 * Looks over snappy data before the library opens it, because that allocates whatever sizes the
 * data claims, answers some with an Error and follows repeated stream headers by recursion. The
 * framing is snappy-java's (16 bytes of header, then chunks with their sizes); some clients send
 * one bare snappy block instead.
 */
final class SnappyFraming {
  /** First half of the stream header: {@code 0x82 S N A P P Y 0}. */
  private static final long MAGIC = 0x82_53_4E_41_50_50_59_00L;

  private static final int MAGIC_HEAD = (int) (MAGIC >>> 32);
  private static final int HEADER_BYTES = 16;

  /** Streams one after the other; the library needs stack for headers that follow each other. */
  private static final int MAX_STREAMS = 64;

  /** The best a snappy element can do: 64 bytes copied by 3. */
  private static final int MAX_RATIO = 22;

  private static final int LONGEST_LENGTH = 5;

  private SnappyFraming() {}

  /**
   * @throws MalformedBatchException when a size in it can't be true
   */
  static void check(ByteBuffer compressed) {
    ByteBuffer data = compressed.duplicate();
    if (data.remaining() < HEADER_BYTES || data.getLong(data.position()) != MAGIC) {
      checkBlock(data, data.remaining());
      return;
    }
    data.position(data.position() + HEADER_BYTES);
    int streams = 1;
    while (data.remaining() >= Integer.BYTES) {
      int size = data.getInt();
      if (size == MAGIC_HEAD) {
        streams++;
        size = HEADER_BYTES - Integer.BYTES;
      } else {
        checkBlock(data, size);
      }
      if (size > data.remaining() || streams > MAX_STREAMS) {
        throw new MalformedBatchException("snappy stream header " + streams + " is not possible");
      }
      data.position(data.position() + size);
    }
  }

  private static void checkBlock(ByteBuffer data, int size) {
    if (size <= 0 || size > data.remaining()) {
      throw new MalformedBatchException(
          "snappy block of " + size + " bytes where " + data.remaining() + " are left");
    }
    long length = 0;
    for (int read = 0; read < Math.min(size, LONGEST_LENGTH); read++) {
      byte next = data.get(data.position() + read);
      length |= (long) (next & 0x7F) << (7 * read);
      if (next >= 0) {
        break;
      }
    }
    if (length > (long) MAX_RATIO * size) {
      throw new MalformedBatchException(
          "snappy block of " + size + " bytes claims " + length + " bytes of content");
    }
  }
}
