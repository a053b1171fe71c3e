package io.crosstide.mirror;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A record as a reader sees it; equal when every byte is. Its number, unique in a simulation,
 * stands in the value, or in the key of a tombstone.
 */
record TestRecord(long timestampMs, ByteBuffer key, ByteBuffer value, List<Header> headers) {
  private static final int TOMBSTONE_KEY_BYTES = 9;

  record Header(String key, ByteBuffer value) {}

  static TestRecord of(long number, long timestampMs, Timeline chance) {
    List<Header> headers =
        chance.chance(0.3)
            ? List.of(
                new Header("h", buffer(number, chance.between(0, 8))), new Header("none", null))
            : List.of();
    if (chance.chance(0.1)) {
      return new TestRecord(timestampMs, buffer(number, TOMBSTONE_KEY_BYTES), null, headers);
    }
    ByteBuffer key = chance.chance(0.2) ? null : buffer(number % 7, 8);
    return new TestRecord(timestampMs, key, buffer(number, chance.between(8, 300)), headers);
  }

  long number() {
    return value == null ? key.getLong(0) : value.getLong(0);
  }

  TestRecord at(long timestampMs) {
    return new TestRecord(timestampMs, key, value, headers);
  }

  private static ByteBuffer buffer(long number, int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    for (int i = 0; i + Long.BYTES <= bytes; i += Long.BYTES) {
      buffer.putLong(i, number);
    }
    return buffer;
  }
}
