package io.crosstide.status;

/**
 * What a lane's ledger knows to be lost, over all processes that owned the lane.
 *
 * @param openGaps gaps at the source that the lane is stopped at
 * @param gapOffsets source offsets that are not at the target, in gaps and after resets
 * @param quarantined records that the target refused and that are in the quarantine topic
 */
public record LaneLosses(int openGaps, long gapOffsets, long quarantined) {
  public static final LaneLosses NONE = new LaneLosses(0, 0, 0);

  LaneLosses plus(LaneLosses more) {
    return new LaneLosses(
        openGaps + more.openGaps, gapOffsets + more.gapOffsets, quarantined + more.quarantined);
  }
}
