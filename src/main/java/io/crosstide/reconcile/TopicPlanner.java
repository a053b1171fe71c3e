package io.crosstide.reconcile;

import io.crosstide.reconcile.TopicsPlan.Mirrored;
import io.crosstide.topology.Flow;
import io.crosstide.topology.TopicPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares what a flow selects at its source with what stands at its target. Pure; the same
 * observations, the same plan.
 */
public final class TopicPlanner {
  private TopicPlanner() {}

  /**
   * What is to be done, and what can be mirrored already. Applied once, it plans no change again.
   */
  public static TopicsPlan plan(Flow flow, ObservedCluster source, ObservedCluster target) {
    List<TopicChange> changes = new ArrayList<>();
    List<Mirrored> mirrored = new ArrayList<>();
    Map<String, String> refused = new TreeMap<>();
    for (ObservedTopic topic : new TreeMap<>(source.topics()).values()) {
      flow.refusal(topic.name()).ifPresent(why -> refused.put(topic.name(), why));
      Optional<TopicPlan> wanted = flow.plan(topic.name());
      if (wanted.isPresent()) {
        plan(wanted.get(), topic, target, changes).ifPresent(mirrored::add);
      }
    }
    return new TopicsPlan(changes, mirrored, refused);
  }

  private static Optional<Mirrored> plan(
      TopicPlan plan, ObservedTopic source, ObservedCluster target, List<TopicChange> changes) {
    ObservedTopic existing = target.topics().get(plan.targetTopic());
    if (existing == null) {
      String why = "topic " + source.name() + " of the source is selected";
      changes.add(
          new TopicChange.Create(
              plan.targetTopic(),
              source.partitions(),
              plan.replicationFactor(),
              CreationConfigs.of(source),
              why));
      return Optional.empty();
    }
    if (existing.partitions() < source.partitions()) {
      String why =
          "topic " + source.name() + " of the source has " + source.partitions() + " partitions";
      changes.add(
          new TopicChange.AddPartitions(
              plan.targetTopic(), existing.partitions(), source.partitions(), why));
    }
    return Optional.of(new Mirrored(plan, source, existing));
  }
}
