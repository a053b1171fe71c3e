package io.crosstide.reconcile;

import io.crosstide.topology.TopicPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares the configs of a flow's topics three ways: what the source has set, what the target has,
 * and what the flow has set there before. Touches only topics that the flow has created, unless it
 * is told to adopt others; see docs/decisions/011.
 */
public final class ConfigPlanner {
  private final FlowTopics flow;
  private final ObservedCluster target;
  private final Map<String, ConfigRecord> recorded;
  private final List<ConfigChange> changes = new ArrayList<>();
  private final List<LeftAlone> leftAlone = new ArrayList<>();
  private final List<Notice> collisions = new ArrayList<>();
  private final Map<String, ConfigRecord> records = new TreeMap<>();

  private ConfigPlanner(
      FlowTopics flow, ObservedCluster target, Map<String, ConfigRecord> recorded) {
    this.flow = flow;
    this.target = target;
    this.recorded = recorded;
  }

  /**
   * @param source at least the topics that {@link FlowTopics#concerns}
   * @param target at least the target topics of those
   * @param recorded by target topic, what this flow has set there
   */
  public static ConfigPlan plan(
      FlowTopics flow,
      ObservedCluster source,
      ObservedCluster target,
      Map<String, ConfigRecord> recorded) {
    ConfigPlanner planner = new ConfigPlanner(flow, target, recorded);
    Set<String> seen = new HashSet<>();
    for (ObservedTopic topic : new TreeMap<>(source.topics()).values()) {
      flow.plan()
          .apply(topic.name())
          .filter(wanted -> seen.add(wanted.targetTopic()))
          .ifPresent(wanted -> planner.plan(topic, wanted));
    }
    return new ConfigPlan(planner.changes, planner.leftAlone, planner.collisions, planner.records);
  }

  private void plan(ObservedTopic topic, TopicPlan wanted) {
    ObservedTopic existing = target.topics().get(wanted.targetTopic());
    // Not there yet, or a notice of the topic's own says which right is missing.
    if (existing == null || existing.configs().isEmpty() || topic.configs().isEmpty()) {
      return;
    }
    if (flow.configs().merge()) {
      leave(existing, "other flows may write it (merge): configs are set when it is created only");
      return;
    }
    ConfigRecord known = recorded.getOrDefault(existing.name(), ConfigRecord.NONE);
    Map<String, String> ours =
        known.topicId().equals(existing.topicId()) ? known.configs() : Map.of();
    boolean mine = !ours.isEmpty() || TopicConfigs.createdByMirror(existing, target);
    if (mine || flow.configs().policy().adopt()) {
      compare(topic, existing, ours);
    } else {
      notTheFlows(topic, existing);
    }
  }

  private void compare(ObservedTopic topic, ObservedTopic existing, Map<String, String> ours) {
    TopicComparison comparison =
        TopicComparison.of(flow.configs(), topic, existing, ours, target::mayKnow);
    changes.addAll(comparison.changes());
    leftAlone.addAll(comparison.leftAlone());
    ConfigRecord known = recorded.getOrDefault(existing.name(), ConfigRecord.NONE);
    ConfigRecord now =
        comparison.ours().isEmpty()
            ? ConfigRecord.NONE
            : new ConfigRecord(existing.topicId(), comparison.ours());
    if (!now.equals(known)) {
      records.put(existing.name(), now);
    }
  }

  private void notTheFlows(ObservedTopic topic, ObservedTopic existing) {
    leave(existing, "the flow did not create it; \"adopt: true\" keeps its configs in step");
    if (!topic.name().equals(existing.name())) {
      collisions.add(
          new Notice(
              topic.name(),
              false,
              ("target topic %s was not created by this flow, or its message.timestamp configs"
                      + " were changed since: whoever made it may write to it as well. Rename one of"
                      + " the two, or say \"adopt: true\" if it is meant to be the mirror's")
                  .formatted(existing.name())));
    }
  }

  private void leave(ObservedTopic existing, String why) {
    leftAlone.add(new LeftAlone(existing.name(), "", why));
  }
}
