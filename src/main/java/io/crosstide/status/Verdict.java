package io.crosstide.status;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a flow's status comes to, the worst first. */
public enum Verdict {
  /** Its loops make no progress. */
  STUCK,
  /** A cluster does not answer. */
  AWAY,
  /** A lane waits for somebody to mend what is in its way. */
  STOPPED,
  /** A record has waited for too long. */
  BEHIND,
  /** Runs, and has something to say to an operator. */
  NOTICE,
  /** Runs, and there is nothing to say. */
  WELL;

  /** How long a record may wait, when nobody says otherwise. */
  public static final double BEHIND_SECONDS = 60;

  /** The label of a lane's state in which it waits for somebody. */
  private static final String STOPPED_STATE = "stopped";

  /**
   * @param behindSeconds how long a record may wait before the flow counts as behind
   */
  public static Verdict of(FlowStatus flow, double behindSeconds) {
    if (!flow.looping()) {
      return STUCK;
    }
    if (!flow.sourceReachable() || !flow.targetReachable()) {
      return AWAY;
    }
    if (flow.lanesByState().getOrDefault(STOPPED_STATE, 0) > 0) {
      return STOPPED;
    }
    if (flow.lagSeconds() > behindSeconds) {
      return BEHIND;
    }
    return flow.conditions().isEmpty() ? WELL : NOTICE;
  }

  /** Whether nobody need do anything now. */
  public boolean healthy() {
    return this == WELL || this == NOTICE;
  }

  /** As it is named in JSON and on the terminal. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
