package io.crosstide.ledger;

import java.util.OptionalLong;

/**
 * Offsets of one side as those of the other, see {@link LaneLedger}; for one call; open is null
 * before a lane has begun.
 */
record Translation(SealedSegments sealed, OpenSegment open) {
  OptionalLong toTarget(long sourceOffset) {
    if (open == null || open.count() == 0 || sourceOffset < firstKnown()) {
      return OptionalLong.empty();
    }
    RunCursor run = sealed.endingAfterSource(sourceOffset);
    if (run != null) {
      return OptionalLong.of(run.target() + Math.max(0, sourceOffset - run.source()));
    }
    int i = open.firstEndingAfterSource(sourceOffset);
    return OptionalLong.of(
        i == open.count()
            ? open.targetEnd()
            : open.target(i) + Math.max(0, sourceOffset - open.source(i)));
  }

  OptionalLong toSource(long targetOffset) {
    if (open == null || open.count() == 0 || targetOffset < firstKnownTarget()) {
      return OptionalLong.empty();
    }
    RunCursor run = sealed.endingAfterTarget(targetOffset);
    if (run != null) {
      return OptionalLong.of(run.source() + Math.max(0, targetOffset - run.target()));
    }
    int i = open.firstEndingAfterTarget(targetOffset);
    return OptionalLong.of(
        i == open.count()
            ? open.next()
            : open.source(i) + Math.max(0, targetOffset - open.target(i)));
  }

  private long firstKnown() {
    return sealed.isEmpty() ? open.base() : sealed.first().base();
  }

  /** Before the lane's very first run nothing is unknown: a reader there goes on with that run. */
  private long firstKnownTarget() {
    if (sealed.isEmpty()) {
      return open.began() ? 0 : open.target(0);
    }
    return sealed.first().began() ? 0 : sealed.first().firstTarget();
  }
}
