package io.crosstide.ledger;

/**
 * What stands before the runs of a stored segment.
 *
 * @param base source offset at which the segment begins
 * @param next source offset to go on from after it
 * @param began whether the lane began with this segment
 * @param count how many runs follow
 */
record SegmentHeader(long base, long next, boolean began, int count) {
  SegmentHeader {
    if (base < 0 || next < base || count < 0 || count > Segment.MAX_RUNS) {
      throw new MalformedLedgerException(
          "segment of " + count + " runs for source offsets " + base + " to " + next);
    }
  }
}
