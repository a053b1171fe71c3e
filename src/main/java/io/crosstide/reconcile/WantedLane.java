package io.crosstide.reconcile;

import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.topology.TopicPlan;
import java.util.Objects;

/**
 * A lane that should run: its partition is there on both sides.
 *
 * @param lane which
 * @param settings what it must know of its target
 * @param topic what the flow says of the topic: isolation, limits
 */
public record WantedLane(LaneId lane, LaneSettings settings, TopicPlan topic) {
  public WantedLane {
    Objects.requireNonNull(lane, "lane");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(topic, "topic");
  }
}
