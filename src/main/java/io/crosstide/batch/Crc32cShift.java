package io.crosstide.batch;

/**
 * The linear part of CRC-32C (polynomial 0x1EDC6F41, bits reflected): zero start, no final XOR. As
 * a polynomial over GF(2) a register is a remainder, so appending n zero bytes multiplies it by
 * x^8n, and that factor is the product of at most eight precomputed ones, one per hexadecimal digit
 * of n: the cost does not depend on n.
 */
final class Crc32cShift {
  private static final int POLYNOMIAL = 0x82F63B78;

  /** x^8 with the bits reflected: the lowest power is the highest bit. */
  private static final int ONE_BYTE = 0x0080_0000;

  private static final int DIGIT_BITS = 4;
  private static final int DIGITS = 1 << DIGIT_BITS;

  /** What one byte does to a register. */
  private static final int[] BYTE = bytes();

  /** {@code FACTOR[k * 16 + d]} is x^(8 d 16^k): the factor of digit d at place k. */
  private static final int[] FACTOR = factors();

  private Crc32cShift() {}

  /**
   * The register after the lowest {@code count} bytes of {@code bits}, the highest of them first.
   */
  static int feed(int register, long bits, int count) {
    int crc = register;
    for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
      crc = BYTE[(crc ^ (int) (bits >>> shift)) & 0xFF] ^ (crc >>> 8);
    }
    return crc;
  }

  /** The register after {@code count} zero bytes, {@code count} at least 0. */
  static int zeros(int register, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("cannot append " + count + " bytes");
    }
    int crc = register;
    int place = 0;
    for (int rest = count; rest != 0; rest >>>= DIGIT_BITS) {
      int digit = rest & (DIGITS - 1);
      if (digit != 0) {
        crc = multiply(crc, FACTOR[place + digit]);
      }
      place += DIGITS;
    }
    return crc;
  }

  /** Product of two remainders modulo the polynomial; without branches, the bits are random. */
  private static int multiply(int left, int right) {
    int product = 0;
    int power = right;
    for (int bit = 31; bit >= 0; bit--) {
      product ^= power & -((left >>> bit) & 1);
      power = (power >>> 1) ^ (POLYNOMIAL & -(power & 1));
    }
    return product;
  }

  private static int[] bytes() {
    int[] table = new int[256];
    for (int value = 0; value < table.length; value++) {
      int crc = value;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ (POLYNOMIAL & -(crc & 1));
      }
      table[value] = crc;
    }
    return table;
  }

  private static int[] factors() {
    int[] table = new int[Integer.SIZE / DIGIT_BITS * DIGITS];
    int unit = ONE_BYTE;
    for (int place = 0; place < table.length; place += DIGITS) {
      table[place + 1] = unit;
      for (int digit = 2; digit < DIGITS; digit++) {
        table[place + digit] = multiply(table[place + digit - 1], unit);
      }
      unit = multiply(table[place + DIGITS - 1], unit);
    }
    return table;
  }
}
