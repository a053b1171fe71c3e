package io.crosstide.kafka;

import io.crosstide.batch.MalformedBatchException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The part of a batch's records that is being parsed, read from its (decompressing) stream. Grows
 * with the bytes that really came, never by a length found in them, and ends with {@link
 * MalformedBatchException} when a batch inflates past the bound. Reused from batch to batch.
 */
final class RecordWindow {
  private static final int INITIAL_BYTES = 64 * 1024;

  /** A larger array, needed by a large record, is given up after its batch. */
  private static final int KEPT_BYTES = 2 * 1024 * 1024;

  private static final int LONGEST_VARINT = 5;
  private static final int LONGEST_VARLONG = 10;

  private final long maxInflatedBytes;
  private byte[] bytes = new byte[INITIAL_BYTES];
  private InputStream in;
  private int position;
  private int end;
  private long inflated;

  RecordWindow(long maxInflatedBytes) {
    this.maxInflatedBytes = maxInflatedBytes;
  }

  void open(InputStream stream) {
    if (bytes.length > KEPT_BYTES) {
      bytes = new byte[INITIAL_BYTES];
    }
    in = stream;
    position = 0;
    end = 0;
    inflated = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int position() {
    return position;
  }

  void position(int newPosition) {
    position = newPosition;
  }

  /** Whether {@code count} more bytes are there; reads them in. May move the bytes. */
  boolean has(int count) {
    while (end - position < count) {
      makeRoom();
      if (!fill()) {
        return false;
      }
    }
    return true;
  }

  /** As {@link #has}, for bytes that have to be there. */
  void require(int count) {
    if (!has(count)) {
      throw new MalformedBatchException(
          "records end " + (count - (end - position)) + " bytes too early");
    }
  }

  boolean isAtEnd() {
    return !has(1);
  }

  /** A zig-zag varint at the position, as far as the stream goes. */
  int varint() {
    has(LONGEST_VARINT);
    return varint(end);
  }

  /** A zig-zag varint that has to end before {@code limit}. */
  int varint(int limit) {
    int raw = 0;
    for (int shift = 0; shift < 7 * LONGEST_VARINT; shift += 7) {
      byte next = next(limit);
      raw |= (next & 0x7F) << shift;
      if (next >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new MalformedBatchException("number of more than " + LONGEST_VARINT + " bytes");
  }

  /** A zig-zag varlong that has to end before {@code limit}. */
  long varlong(int limit) {
    long raw = 0;
    for (int shift = 0; shift < 7 * LONGEST_VARLONG; shift += 7) {
      byte next = next(limit);
      raw |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new MalformedBatchException("number of more than " + LONGEST_VARLONG + " bytes");
  }

  byte next(int limit) {
    if (position >= limit) {
      throw new MalformedBatchException("record ends inside one of its fields");
    }
    return bytes[position++];
  }

  /** Goes past a field of this size; a negative one is null and has no bytes. */
  void skip(int size, int limit) {
    if (size > limit - position) {
      throw new MalformedBatchException(
          "field of " + size + " bytes where " + (limit - position) + " are left");
    }
    position += Math.max(size, 0);
  }

  private void makeRoom() {
    if (position > 0) {
      System.arraycopy(bytes, position, bytes, 0, end - position);
      end -= position;
      position = 0;
    }
    if (end == bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(2L * end, Integer.MAX_VALUE - Long.BYTES));
    }
  }

  private boolean fill() {
    int count;
    try {
      count = in.read(bytes, end, bytes.length - end);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      // The JDK's gzip stream goes on from member to member by recursion.
      throw new MalformedBatchException("records can't be decompressed: " + e.getMessage(), e);
    }
    // Kafka's lz4 stream answers 0 after an empty block, and its readers take that for the end.
    if (count <= 0) {
      return false;
    }
    end += count;
    inflated += count;
    if (inflated > maxInflatedBytes) {
      throw new MalformedBatchException(
          "one batch holds more than " + maxInflatedBytes + " bytes of records");
    }
    return true;
  }
}
