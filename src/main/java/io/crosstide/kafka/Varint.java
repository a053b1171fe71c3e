package io.crosstide.kafka;

/** Writes the zig-zag numbers of variable length that v2 records are made of. */
final class Varint {
  /** Bytes of the longest number, a 64-bit one. */
  static final int LONGEST = 10;

  private Varint() {}

  static int size(long value) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(zigZag(value) | 1);
    return (bits + 6) / 7;
  }

  /** Writes at {@code position} and returns the position after it. */
  static int write(byte[] target, int position, long value) {
    int next = position;
    long rest = zigZag(value);
    while ((rest & ~0x7FL) != 0) {
      target[next++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    target[next++] = (byte) rest;
    return next;
  }

  private static long zigZag(long value) {
    return (value << 1) ^ (value >> (Long.SIZE - 1));
  }
}
