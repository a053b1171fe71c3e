package io.crosstide.ledger;

import java.util.List;
import java.util.Optional;

/**
 * What stands before the runs of a stored segment.
 *
 * @param base source offset at which the segment begins
 * @param next source offset to go on from after it
 * @param began whether the lane began with this segment
 * @param count how many runs follow
 * @param targetBase target offset before which nothing of this segment lies
 * @param producers producer ids the lane has written under, oldest first
 * @param appender as whom the lane goes on; empty in segments of an older program
 */
record SegmentHeader(
    long base,
    long next,
    boolean began,
    int count,
    long targetBase,
    List<Long> producers,
    Optional<Appender> appender) {
  /** A lane gets a new producer id when the old one's epochs are used up or it has expired. */
  static final int MAX_PRODUCERS = 8;

  SegmentHeader {
    producers = List.copyOf(producers);
    if (targetBase < 0 || producers.size() > MAX_PRODUCERS) {
      throw new MalformedLedgerException(
          "segment from target offset " + targetBase + " by " + producers.size() + " producers");
    }
    if (base < 0 || next < base || count < 0 || count > Segment.MAX_RUNS) {
      throw new MalformedLedgerException(
          "segment of " + count + " runs for source offsets " + base + " to " + next);
    }
  }
}
