package io.crosstide.mirror;

/**
 * How many records a batch may have while the one is looked for that the target refuses: half as
 * many after each refusal, twice as many after each batch that was taken, until the refused batch
 * is behind. One per lane; the loop's thread only.
 */
final class Narrowing {
  static final int NO_LIMIT = Integer.MAX_VALUE;

  private int limit = NO_LIMIT;
  private long until = -1;

  /** Most records of a batch that begins at this source offset. */
  int limit(long sourceOffset) {
    return sourceOffset < until ? limit : NO_LIMIT;
  }

  /** A batch of so many records, more than one, was refused; it ends before this source offset. */
  void refused(int records, long end) {
    limit = Math.max(1, records / 2);
    until = Math.max(until, end);
  }

  /** A batch of so many records was taken. */
  void taken(int records) {
    if (limit != NO_LIMIT && records >= limit) {
      limit = limit > NO_LIMIT / 2 ? NO_LIMIT : limit * 2;
    }
  }
}
