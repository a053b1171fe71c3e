package io.crosstide.mirror;

import io.crosstide.batch.Piece;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.Run;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Records that a former owner of the lane appended to the target after its last ledger entry. The
 * source is walked past as many kept records, so that the copy goes on at the exact record.
 *
 * <p>Where source records are missing between, compaction may have taken some that were mirrored,
 * and the count leads too far. From there on nothing goes into the ledger until the last record on
 * both sides was seen to be the same.
 */
final class Replay {
  /** Stretches that wait for the last record; beyond it the lane stops. */
  static final int MAX_HELD = 100_000;

  /**
   * Consecutive records that this lane wrote.
   *
   * @param target where; -1 when the target has removed them
   */
  record Span(long target, long count) {
    static Span removed(long count) {
      return new Span(-1, count);
    }

    /** Both as one, or null when the other does not go on where this one ends. */
    Span with(Span next) {
      boolean goesOn = target >= 0 && target + count == next.target();
      return goesOn ? new Span(target, count + next.count()) : null;
    }

    private Span from(int skipped) {
      return new Span(target < 0 ? -1 : target + skipped, count - skipped);
    }
  }

  private record Match(long source, long target, int count) {}

  private final ArrayDeque<Span> spans;
  private final long end;
  private final List<Match> held = new ArrayList<>();
  private boolean doubtful;
  private long lastTarget = -1;
  private OptionalLong lastPrint = OptionalLong.empty();

  /**
   * @param end target offset behind everything that is replayed
   */
  Replay(List<Span> spans, long end) {
    this.spans = new ArrayDeque<>(spans);
    this.end = end;
  }

  /** Nothing was left by a former owner. */
  static Replay none() {
    return new Replay(List.of(), 0);
  }

  boolean done() {
    return spans.isEmpty();
  }

  long end() {
    return end;
  }

  /** Whether the last record must be compared before the ledger may say where it is. */
  boolean doubtful() {
    return doubtful;
  }

  /** More stretches than may wait. */
  boolean overflows() {
    return held.size() > MAX_HELD;
  }

  /**
   * What the last matched record is at the source, {@link
   * io.crosstide.batch.Rebuilder#fingerprint}.
   */
  void lastRecord(OptionalLong fingerprint) {
    lastPrint = fingerprint;
  }

  /** Whether a record of the target is the last one that was matched. */
  boolean endsWith(long fingerprint) {
    return lastPrint.isPresent() && lastPrint.getAsLong() == fingerprint;
  }

  /** The target offset of the last record that was matched. */
  long lastTarget() {
    return lastTarget;
  }

  /**
   * Enters the records of one source batch that are at the target already; returns the source
   * offset to go on from.
   *
   * @param dense whether no source record is missing in the batch, nor before it
   */
  long match(List<Piece> pieces, boolean dense, LaneLedger ledger) {
    doubtful |= !dense;
    long next = -1;
    for (Piece piece : pieces) {
      next = piece.source();
      while (next < piece.end() && !spans.isEmpty()) {
        Span span = spans.pollFirst();
        int count = (int) Math.min(span.count(), piece.end() - next);
        matched(new Match(next, span.target(), count), ledger);
        next += count;
        if (count < span.count()) {
          spans.addFirst(span.from(count));
        }
      }
      if (next < piece.end()) {
        return next;
      }
    }
    return next;
  }

  private void matched(Match match, LaneLedger ledger) {
    lastTarget = match.target() < 0 ? -1 : match.target() + match.count() - 1;
    if (doubtful) {
      held.add(match);
    } else {
      enter(match, ledger);
    }
  }

  /** The last record is the same on both sides: what waited for that goes into the ledger. */
  void confirm(LaneLedger ledger) {
    held.forEach(match -> enter(match, ledger));
    held.clear();
  }

  private static void enter(Match match, LaneLedger ledger) {
    if (match.target() < 0) {
      ledger.removed(match.source() + match.count(), match.count());
    } else {
      ledger.append(new Run(match.source(), match.target(), match.count()));
    }
  }
}
