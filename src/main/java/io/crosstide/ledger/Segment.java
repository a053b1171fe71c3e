package io.crosstide.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Consecutive runs of one lane in their stored form, at most {@link #MAX_RUNS}. Segments of a lane
 * join without a gap: each begins at the source offset where the one before it ends.
 */
public final class Segment {
  /** Runs in one segment. The open segment is rewritten at each flush: about 1.5 KB when full. */
  public static final int MAX_RUNS = 512;

  /** What a segment costs on the heap besides its bytes, estimated. */
  private static final int OVERHEAD_BYTES = 96;

  private final long base;
  private final long next;
  private final boolean began;
  private final int count;
  private final long targetBase;
  private final List<Long> producers;
  private final Optional<Appender> appender;
  private final long firstTarget;
  private final long targetEnd;
  private final byte[] bytes;

  Segment(SegmentHeader header, long firstTarget, long targetEnd, byte[] bytes) {
    this.base = header.base();
    this.next = header.next();
    this.began = header.began();
    this.count = header.count();
    this.targetBase = header.targetBase();
    this.producers = header.producers();
    this.appender = header.appender();
    this.firstTarget = firstTarget;
    this.targetEnd = targetEnd;
    this.bytes = bytes;
  }

  /**
   * Reads a stored segment, every run of it.
   *
   * @throws MalformedLedgerException when the bytes are not a segment this version can read
   */
  public static Segment decode(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    RunCursor cursor = new RunCursor(bytes);
    long firstTarget = cursor.advance() ? cursor.target() : -1;
    while (cursor.advance()) {
      // reading to the end is the check
    }
    cursor.expectEnd();
    long targetEnd = firstTarget == -1 ? -1 : cursor.targetEnd();
    return new Segment(cursor.header(), firstTarget, targetEnd, bytes.clone());
  }

  /** The stored form; the caller gets a copy. */
  public byte[] encoded() {
    return bytes.clone();
  }

  /** The source offset at which the segment begins; its identity within the lane. */
  public long base() {
    return base;
  }

  /** The source offset to go on from after this segment. */
  public long next() {
    return next;
  }

  /** True when the lane itself began with this segment. */
  public boolean began() {
    return began;
  }

  /** How many runs. */
  public int count() {
    return count;
  }

  long targetBase() {
    return targetBase;
  }

  List<Long> producers() {
    return producers;
  }

  Optional<Appender> appender() {
    return appender;
  }

  /** The target offset of the first run, -1 when there is no run. */
  long firstTarget() {
    return firstTarget;
  }

  /** The target offset after the last run, -1 when there is no run. */
  long targetEnd() {
    return targetEnd;
  }

  int heapBytes() {
    return bytes.length + OVERHEAD_BYTES;
  }

  RunCursor runs() {
    return new RunCursor(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Segment that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "segment of " + count + " runs for source offsets " + base + " to " + next;
  }
}
