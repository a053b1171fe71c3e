package io.crosstide.ledger;

/** Unsigned numbers in groups of seven bits, lowest first (LEB128): small numbers are short. */
final class Varints {
  /** 64 bits in groups of seven. */
  static final int MAX_BYTES = 10;

  private Varints() {}

  /** Writes {@code value} as 64 unsigned bits at {@code at}; returns where the next goes. */
  static int put(byte[] bytes, int at, long value) {
    int position = at;
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[position++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[position++] = (byte) rest;
    return position;
  }

  /** Reads numbers one after the other. */
  static final class Reader {
    private final byte[] bytes;
    private int position;

    Reader(byte[] bytes, int from) {
      this.bytes = bytes;
      this.position = from;
    }

    boolean atEnd() {
      return position == bytes.length;
    }

    /** The next number, 64 unsigned bits. */
    long next() {
      long value = 0;
      for (int shift = 0; shift < 7 * MAX_BYTES; shift += 7) {
        if (position >= bytes.length) {
          throw new MalformedLedgerException("cut off after " + bytes.length + " bytes");
        }
        byte group = bytes[position++];
        value |= (long) (group & 0x7F) << shift;
        if (group >= 0) {
          if (shift == 63 && group > 1) {
            break;
          }
          return value;
        }
      }
      throw new MalformedLedgerException("number at byte " + position + " is longer than 64 bits");
    }

    /** The next number, which must not be negative as a {@code long}. */
    long nextPositive() {
      long value = next();
      if (value < 0) {
        throw new MalformedLedgerException("number before byte " + position + " is out of range");
      }
      return value;
    }
  }
}
