package io.crosstide.batch;

/** Sequence numbers of an idempotent producer: 0 to 2^31 - 1, then 0 again (KIP-98). */
public final class Sequence {
  private Sequence() {}

  /**
   * The sequence number {@code count} records after {@code sequence}.
   *
   * @throws IllegalArgumentException when one of them is negative
   */
  public static int add(int sequence, int count) {
    requireNotNegative(sequence, count);
    return (sequence + count) & Integer.MAX_VALUE;
  }

  /**
   * How many records lie between two sequence numbers when {@code to} is not before {@code from}, 0
   * to 2^31 - 1.
   *
   * @throws IllegalArgumentException when one of them is negative
   */
  public static int distance(int from, int to) {
    requireNotNegative(from, to);
    return (to - from) & Integer.MAX_VALUE;
  }

  private static void requireNotNegative(int left, int right) {
    if ((left | right) < 0) {
      throw new IllegalArgumentException("negative: " + left + ", " + right);
    }
  }
}
