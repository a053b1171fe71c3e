package io.crosstide.flow;

import io.crosstide.kafka.ClusterAdmin;
import io.crosstide.reconcile.FlowTopics;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.ObservedTopic;
import io.crosstide.reconcile.TopicSize;
import io.crosstide.topology.StartPosition;
import io.crosstide.topology.TopicPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * About how much a flow has to copy before its target is up to date: what the source has on disk,
 * less the share of offsets that the target has already. An estimate, from above.
 */
final class Backfill {
  private final FlowTopics topics;
  private final ObservedCluster atSource;
  private final ObservedCluster atTarget;

  Backfill(FlowTopics topics, ObservedCluster atSource, ObservedCluster atTarget) {
    this.topics = topics;
    this.atSource = atSource;
    this.atTarget = atTarget;
  }

  List<PlanReport.Topic> measure(ClusterAdmin source, ClusterAdmin target) {
    Set<String> taken = new HashSet<>(atSource.topics().keySet());
    taken.removeIf(name -> topics.plan().apply(name).isEmpty());
    Map<String, TopicSize> there = source.sizes(taken);
    Map<String, TopicSize> here = target.sizes(atTarget.topics().keySet());
    List<PlanReport.Topic> measured = new ArrayList<>();
    for (ObservedTopic topic : new TreeMap<>(atSource.topics()).values()) {
      Optional<TopicPlan> wanted = topics.plan().apply(topic.name());
      wanted.ifPresent(
          plan ->
              measured.add(
                  new PlanReport.Topic(
                      topic.name(),
                      plan.targetTopic(),
                      topic.partitions(),
                      here.containsKey(plan.targetTopic()),
                      bytes(plan, there.get(topic.name()), here.get(plan.targetTopic())))));
    }
    return measured;
  }

  /**
   * @param there at the source; null when it was deleted since it was seen
   * @param here at the target; null when it is not there yet
   */
  static long bytes(TopicPlan plan, TopicSize there, TopicSize here) {
    if (there == null || there.bytes() == TopicSize.UNKNOWN) {
      return TopicSize.UNKNOWN;
    }
    if (there.offsets() == 0 || (here == null && plan.start() instanceof StartPosition.Latest)) {
      return 0;
    }
    long left = here == null ? there.offsets() : Math.max(0, there.offsets() - here.offsets());
    return (long) ((double) there.bytes() * left / there.offsets());
  }
}
