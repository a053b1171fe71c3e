package io.crosstide.topology;

import io.crosstide.topology.LossPolicy.OnGap;
import io.crosstide.topology.LossPolicy.OnRefused;
import io.crosstide.topology.LossPolicy.OnSourceReset;
import io.crosstide.topology.LossPolicy.OnTargetLoss;
import io.crosstide.topology.Parsed.Fields;
import io.crosstide.topology.Shape.Key;
import io.crosstide.topology.Shape.Scalar;
import java.util.List;

/** The keys of a {@link LossPolicy}, for a whole flow and for single topics. */
final class LossShape {
  private static final Key ON_GAP =
      key(
          "on-gap",
          ScalarTypes.choice(OnGap.class, '-'),
          "stop",
          "What to do when the source has deleted records before they were mirrored: `stop` the"
              + " lane, or `skip` to what is left. Either way `crosstide gaps` lists what is lost.");
  private static final Key ON_SOURCE_RESET =
      key(
          "on-source-reset",
          ScalarTypes.choice(OnSourceReset.class, '-'),
          "stop",
          "What to do when the source topic was deleted and created again, or its log was cut off"
              + " by an unclean election: `stop` the lane, `continue` into the same target topic,"
              + " or, after a new creation, begin a `fresh` target topic (`nyc.orders.2`).");
  private static final Key ON_TARGET_LOSS =
      key(
          "on-target-loss",
          ScalarTypes.choice(OnTargetLoss.class, '-'),
          "stop",
          "What to do when the target lost records that it had acknowledged: `stop` the lane, or"
              + " `repeat` from where it broke.");
  private static final Key ON_REFUSED =
      key(
          "on-refused",
          ScalarTypes.choice(OnRefused.class, '-'),
          "stop",
          "What to do with a record that the target refuses for good: `stop` the lane, or park the"
              + " record in the topic `__crosstide-quarantine` and go on.");
  static final List<Key> KEYS = List.of(ON_GAP, ON_SOURCE_RESET, ON_TARGET_LOSS, ON_REFUSED);

  private LossShape() {}

  /** What holds for every topic of a flow. */
  static LossSettings of(FlowDraft draft) {
    return new LossSettings(
        draft.value(ON_GAP, OnGap.class),
        draft.value(ON_SOURCE_RESET, OnSourceReset.class),
        draft.value(ON_TARGET_LOSS, OnTargetLoss.class),
        draft.value(ON_REFUSED, OnRefused.class));
  }

  /** What an entry of {@code topics} says. */
  static LossSettings of(Fields entry) {
    return new LossSettings(
        entry.value(ON_GAP, OnGap.class).orElse(null),
        entry.value(ON_SOURCE_RESET, OnSourceReset.class).orElse(null),
        entry.value(ON_TARGET_LOSS, OnTargetLoss.class).orElse(null),
        entry.value(ON_REFUSED, OnRefused.class).orElse(null));
  }

  private static Key key(String name, ScalarType<?> type, String preset, String doc) {
    return new Key(name, new Scalar(type), false, preset, doc);
  }
}
