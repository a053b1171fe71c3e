package io.crosstide.ledger;

import java.util.OptionalLong;

/**
 * Where a lane stands with a record that one of its owners has parked, as its ledger tells. One
 * that crashed before it could note that leaves the record to the next owner, whom the target may
 * let mirror it.
 */
public enum Standing {
  /** The lane has not come past it: it will be mirrored, or parked again. */
  AHEAD,
  /** It was mirrored after all. */
  MIRRORED,
  /** The lane left it out: it is parked, and nowhere else. */
  PASSED,
  /** The ledger does not reach back so far. */
  UNKNOWN;

  /**
   * What a lane's stored ledger says of a source offset. Without a ledger nothing speaks against
   * that the record was parked.
   *
   * @param chapter of the ledger when the record was parked
   */
  public static Standing of(LaneLedger ledger, int chapter, long source) {
    int present = ledger.notes().chapter();
    if (ledger.isEmpty() || chapter > present || noted(ledger, chapter, source)) {
      return PASSED;
    }
    OptionalLong at = ledger.toTarget(source);
    if (chapter < present) {
      return UNKNOWN;
    } else if (ledger.nextSource() <= source) {
      return AHEAD;
    } else if (at.isEmpty()) {
      return UNKNOWN;
    }
    return at.equals(ledger.toTarget(source + 1)) ? PASSED : MIRRORED;
  }

  private static boolean noted(LaneLedger ledger, int chapter, long source) {
    return ledger.notes().all().stream()
        .filter(note -> note.chapter() == chapter)
        .map(Note::loss)
        .anyMatch(loss -> loss.kind() == Loss.Kind.QUARANTINED && loss.from() == source);
  }
}
