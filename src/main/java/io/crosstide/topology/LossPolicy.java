package io.crosstide.topology;

import java.util.Objects;

/**
 * What a lane does when records are lost at one of its clusters or can't be mirrored. The cautious
 * answer is always to stop the lane and to wait for somebody.
 *
 * @param onGap the source no longer has what comes next
 * @param onSourceReset the source topic was created again, or its log was cut off and went on
 * @param onTargetLoss the target no longer has what it acknowledged
 * @param onRefused the target refuses a record for good
 */
public record LossPolicy(
    OnGap onGap, OnSourceReset onSourceReset, OnTargetLoss onTargetLoss, OnRefused onRefused) {
  /** Stops for everything. */
  public static final LossPolicy CAUTIOUS =
      new LossPolicy(OnGap.STOP, OnSourceReset.STOP, OnTargetLoss.STOP, OnRefused.STOP);

  /** The source no longer has what the lane needs next. */
  public enum OnGap {
    STOP,
    /** Go on with what the source still has. */
    SKIP
  }

  /** Another log under the same name at the source. */
  public enum OnSourceReset {
    STOP,
    /** Into the same target topic. */
    CONTINUE,
    /** Into a new target topic, when the source topic is a new one. */
    FRESH
  }

  /** The target's log ends before what it acknowledged. */
  public enum OnTargetLoss {
    STOP,
    /** Mirror again from where it broke. */
    REPEAT
  }

  /** A record that the target won't take. */
  public enum OnRefused {
    STOP,
    /** Park it in the quarantine topic and go on. */
    QUARANTINE
  }

  public LossPolicy {
    Objects.requireNonNull(onGap, "onGap");
    Objects.requireNonNull(onSourceReset, "onSourceReset");
    Objects.requireNonNull(onTargetLoss, "onTargetLoss");
    Objects.requireNonNull(onRefused, "onRefused");
  }
}
