package io.crosstide.topology;

import io.crosstide.topology.LossPolicy.OnGap;
import io.crosstide.topology.LossPolicy.OnRefused;
import io.crosstide.topology.LossPolicy.OnSourceReset;
import io.crosstide.topology.LossPolicy.OnTargetLoss;

/** What one place of a file says of a {@link LossPolicy}; {@code null} where it says nothing. */
record LossSettings(
    OnGap onGap, OnSourceReset onSourceReset, OnTargetLoss onTargetLoss, OnRefused onRefused) {
  static final LossSettings NONE = new LossSettings(null, null, null, null);

  /** This, and {@code other} where this says nothing. */
  LossSettings orElse(LossSettings other) {
    return new LossSettings(
        first(onGap, other.onGap),
        first(onSourceReset, other.onSourceReset),
        first(onTargetLoss, other.onTargetLoss),
        first(onRefused, other.onRefused));
  }

  LossPolicy policy() {
    LossPolicy preset = LossPolicy.CAUTIOUS;
    return new LossPolicy(
        first(onGap, preset.onGap()),
        first(onSourceReset, preset.onSourceReset()),
        first(onTargetLoss, preset.onTargetLoss()),
        first(onRefused, preset.onRefused()));
  }

  private static <T> T first(T said, T otherwise) {
    return said != null ? said : otherwise;
  }
}
