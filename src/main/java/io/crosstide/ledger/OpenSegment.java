package io.crosstide.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The segment that still grows: at most {@link Segment#MAX_RUNS} runs, in three arrays. */
final class OpenSegment {
  private static final int FIRST_CAPACITY = 4;

  private final long base;
  private final boolean began;
  private final long targetBase;
  private long[] sources = new long[FIRST_CAPACITY];
  private long[] targets = new long[FIRST_CAPACITY];
  private long[] lengths = new long[FIRST_CAPACITY];
  private int count;
  private long next;

  OpenSegment(long base, boolean began, long targetBase) {
    this.base = base;
    this.began = began;
    this.targetBase = targetBase;
    this.next = base;
  }

  static OpenSegment of(Segment stored) {
    OpenSegment open = new OpenSegment(stored.base(), stored.began(), stored.targetBase());
    RunCursor runs = stored.runs();
    while (runs.advance()) {
      open.add(runs.source(), runs.target(), runs.length());
    }
    open.next = stored.next();
    return open;
  }

  /**
   * The stored form.
   *
   * @param producers producer ids the lane has written under
   * @param appender as whom the lane goes on
   */
  Segment sealed(List<Long> producers, Optional<Appender> appender) {
    SegmentWriter writer =
        new SegmentWriter(
            new SegmentHeader(base, next, began, count, targetBase, producers, appender));
    for (int i = 0; i < count; i++) {
      writer.add(sources[i], targets[i], lengths[i]);
    }
    return writer.finish();
  }

  boolean isFull() {
    return count == Segment.MAX_RUNS;
  }

  /** Whether a run that begins there goes on where the last one ends, on both sides. */
  boolean continues(long source, long target) {
    return count > 0 && source == sourceEnd(count - 1) && target == targetEnd(count - 1);
  }

  void extend(long length) {
    lengths[count - 1] += length;
    next = Math.max(next, sourceEnd(count - 1));
  }

  void add(long source, long target, long length) {
    if (count == sources.length) {
      int capacity = Math.min(2 * count, Segment.MAX_RUNS);
      sources = Arrays.copyOf(sources, capacity);
      targets = Arrays.copyOf(targets, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
    sources[count] = source;
    targets[count] = target;
    lengths[count] = length;
    count++;
    next = Math.max(next, source + length);
  }

  void advance(long nextSource) {
    next = nextSource;
  }

  /** The first run that ends after this source offset; {@code count()} when there is none. */
  int firstEndingAfterSource(long source) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sourceEnd(middle) > source) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The first run that ends after this target offset; {@code count()} when there is none. */
  int firstEndingAfterTarget(long target) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (targetEnd(middle) > target) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  long source(int run) {
    return sources[run];
  }

  long target(int run) {
    return targets[run];
  }

  private long sourceEnd(int run) {
    return sources[run] + lengths[run];
  }

  private long targetEnd(int run) {
    return targets[run] + lengths[run];
  }

  int count() {
    return count;
  }

  long base() {
    return base;
  }

  boolean began() {
    return began;
  }

  long next() {
    return next;
  }

  /** The target offset after the last run, where the segment begins when there is none. */
  long targetEnd() {
    return count == 0 ? targetBase : targetEnd(count - 1);
  }
}
