package io.crosstide.topology;

import io.crosstide.topology.LossPolicy.OnGap;
import io.crosstide.topology.LossPolicy.OnSourceReset;
import io.crosstide.topology.LossPolicy.OnTargetLoss;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The topics in which a flow carries heartbeats, beside those it selects. At the target each bears
 * the source's alias in front, also where other names are kept: so a name tells every cluster that
 * it has passed, none goes in a circle, and no two flows write the same.
 */
final class Heartbeats {
  /** A flow that forwards carries at most so many. */
  static final int MAX_TOPICS = 100;

  static final Heartbeats NONE = new Heartbeats(Map.of());

  /** Nobody misses an old heartbeat, so that none ever stops its lane. */
  static final TopicSettings SETTINGS =
      new TopicSettings(
          new StartPosition.Latest(),
          null,
          null,
          null,
          new LossSettings(OnGap.SKIP, OnSourceReset.CONTINUE, OnTargetLoss.REPEAT, null));

  private final Map<String, String> targets;

  private Heartbeats(Map<String, String> targets) {
    this.targets = targets;
  }

  static Heartbeats of(String source, String target, FlowPolicy policy, Lineage lineage) {
    if (policy.sync().heartbeats().isZero()) {
      return NONE;
    }
    String prefix = source + policy.naming().separator();
    Map<String, String> targets = new LinkedHashMap<>();
    targets.put(TopicNames.HEARTBEATS, prefix + TopicNames.HEARTBEATS);
    if (policy.forward()) {
      lineage
          .namesAt(source, TopicNames.HEARTBEATS, target, MAX_TOPICS)
          .forEach(name -> targets.put(name, prefix + name));
    }
    targets
        .entrySet()
        .removeIf(
            topic ->
                policy.selection().wants(topic.getKey())
                    || policy.selection().excludes(topic.getKey())
                    || !TopicNames.legal(topic.getValue()));
    return new Heartbeats(Collections.unmodifiableMap(targets));
  }

  /** By their names at the source, those at the target. */
  Map<String, String> targets() {
    return targets;
  }

  /** The name at the target of a topic of heartbeats; empty for every other. */
  Optional<String> target(String topic) {
    return Optional.ofNullable(targets.get(topic));
  }
}
