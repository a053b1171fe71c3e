package io.crosstide.batch;

/**
 * Consecutive source offsets inside a batch that is written to the target.
 *
 * @param source source offset of the first record
 * @param count how many records, at least 1, each at the next offset
 */
public record Piece(long source, int count) {
  public Piece {
    if (source < 0 || count <= 0) {
      throw new IllegalArgumentException(
          "piece of " + count + " records from offset " + source + " is not possible");
    }
  }

  /** The source offset after the last record. */
  public long end() {
    return source + count;
  }
}
