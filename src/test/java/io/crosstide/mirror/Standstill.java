package io.crosstide.mirror;

import io.crosstide.status.LaneStatus;
import java.util.Set;

/** Why a lane may stand still in a simulation; anything else is a defect. */
final class Standstill {
  private static final Set<String> EXPECTED =
      Set.of("POLICY_VIOLATION", "MESSAGE_TOO_LARGE", "CORRUPT_MESSAGE", "CORRUPT_BATCH");

  /** Lost at the source in the middle of a recovery: nobody can tell what of it is mirrored. */
  private static final String UNTOLD = "SOURCE_GAP";

  private Standstill() {}

  /** Whether a lane may be in this state. */
  static boolean mayBe(LaneStatus status, boolean ruinous) {
    return !stopped(status) || EXPECTED.contains(error(status)) || isRuin(status, ruinous);
  }

  /** Whether it stands still for what was done to the logs, and so for good. */
  static boolean isRuin(LaneStatus status, boolean ruinous) {
    String error = error(status);
    boolean lost = error.equals(UNTOLD) || (ruinous && LogCleaning.REASONS.contains(error));
    return stopped(status) && lost;
  }

  /** Whether nothing more is to come of it. */
  static boolean settled(LaneStatus status, boolean ruinous) {
    return isRuin(status, ruinous)
        || (status.state().equals("copying") && status.lagRecords() == 0);
  }

  private static boolean stopped(LaneStatus status) {
    return status.state().equals("stopped");
  }

  private static String error(LaneStatus status) {
    return status.reason().split(":", 2)[0];
  }
}
