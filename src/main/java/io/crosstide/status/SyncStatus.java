package io.crosstide.status;

import java.util.List;

/**
 * How far a flow's target is from what it should be, beside records.
 *
 * @param checkedAtMs when configs and ACLs were compared, milliseconds since the epoch; -1 when
 *     this instance has not: one of a flow's instances compares for all
 * @param pending changes that were planned and could not be made
 * @param leftAlone what differs and stays so on purpose
 * @param differences both, in words; not more than are worth a look
 */
public record SyncStatus(long checkedAtMs, int pending, int leftAlone, List<String> differences) {
  /** This instance has compared nothing, or not for long. */
  public static final SyncStatus NOT_YET = new SyncStatus(-1, 0, 0, List.of());

  public SyncStatus {
    differences = List.copyOf(differences);
  }

  /** {@code 1 change pending, 2 left alone on purpose}. */
  public String inWords() {
    if (checkedAtMs < 0) {
      return "not compared by this instance";
    }
    if (pending == 0 && leftAlone == 0) {
      return "as it should be";
    }
    String changes = pending == 1 ? " change" : " changes";
    return pending + changes + " pending, " + leftAlone + " left alone on purpose";
  }
}
