package io.crosstide.ledger;

import java.util.Locale;
import java.util.Objects;

/**
 * Source offsets that are not, or no longer, at the target, and why.
 *
 * @param kind what happened
 * @param from first source offset
 * @param to source offset after the last; equal to {@code from} when nobody can tell
 * @param atMs when it was noticed, milliseconds since the epoch; -1 when that is not known
 * @param why in words for an operator, one line
 */
public record Loss(Kind kind, long from, long to, long atMs, String why) {
  /** What happened to them. */
  public enum Kind {
    /** Nothing was lost: the lane began. */
    BEGAN,
    /** Nothing was lost: the source got another leader. */
    EPOCH,
    /** The source deleted them before they were mirrored. */
    GAP,
    /** The source topic was created again, or its log was cut off. */
    SOURCE_RESET,
    /** The target lost them after it had acknowledged them; they were mirrored again. */
    TARGET_LOSS,
    /** The target refused the record; it is in the quarantine topic. */
    QUARANTINED;

    /** As it is written in files and output. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Loss {
    Objects.requireNonNull(kind, "kind");
    why = why.replaceAll("\\R", " ");
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("loss of source offsets " + from + " to " + to);
    }
  }

  /** How many source offsets it covers: not fewer than there were records. */
  public long offsets() {
    return to - from;
  }
}
