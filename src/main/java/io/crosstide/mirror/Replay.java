package io.crosstide.mirror;

import io.crosstide.batch.Piece;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.Run;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Records that a former owner of the lane appended to the target after its last ledger entry. The
 * source is walked past as many kept records, so that the copy goes on at the exact record.
 */
final class Replay {
  /** Consecutive target offsets that this lane wrote. */
  record Span(long target, int count) {}

  private final ArrayDeque<Span> spans;

  Replay(List<Span> spans) {
    this.spans = new ArrayDeque<>(spans);
  }

  /** Nothing was left by a former owner. */
  static Replay none() {
    return new Replay(List.of());
  }

  boolean done() {
    return spans.isEmpty();
  }

  /**
   * Enters the records of one source batch that are at the target already; returns the source
   * offset to go on from.
   */
  long match(List<Piece> pieces, LaneLedger ledger) {
    long next = -1;
    for (Piece piece : pieces) {
      next = piece.source();
      while (next < piece.end() && !spans.isEmpty()) {
        Span span = spans.pollFirst();
        int count = (int) Math.min(span.count(), piece.end() - next);
        ledger.append(new Run(next, span.target(), count));
        next += count;
        if (count < span.count()) {
          spans.addFirst(new Span(span.target() + count, span.count() - count));
        }
      }
      if (next < piece.end()) {
        return next;
      }
    }
    return next;
  }
}
