package io.crosstide.ledger;

/**
 * A stretch of records where target offset minus source offset is constant.
 *
 * @param source source offset of the first record
 * @param target target offset of the first record
 * @param length how many offsets, at least 1; every offset in the stretch is a record
 */
public record Run(long source, long target, long length) {
  public Run {
    if (source < 0 || target < 0 || length <= 0) {
      throw new IllegalArgumentException(
          "run of "
              + length
              + " from source "
              + source
              + " to target "
              + target
              + " is not possible");
    }
  }

  /** The source offset after the last record. */
  public long sourceEnd() {
    return source + length;
  }

  /** The target offset after the last record. */
  public long targetEnd() {
    return target + length;
  }
}
