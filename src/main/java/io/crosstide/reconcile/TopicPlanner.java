package io.crosstide.reconcile;

import io.crosstide.ledger.LogIds;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.mirror.TargetPartition;
import io.crosstide.reconcile.TopicChange.AddPartitions;
import io.crosstide.reconcile.TopicChange.CreateTopic;
import io.crosstide.topology.TopicPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Compares what a flow wants with what its clusters have. Target topics are created and grown,
 * never shrunk, changed or deleted. When several source topics go into one target topic, it gets
 * the partitions of the largest and the configs of the first by name.
 */
public final class TopicPlanner {
  private final FlowTopics flow;
  private final ObservedCluster source;
  private final ObservedCluster target;
  private final Map<String, TopicChange> changes = new TreeMap<>();
  private final List<WantedLane> lanes = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();

  private TopicPlanner(FlowTopics flow, ObservedCluster source, ObservedCluster target) {
    this.flow = flow;
    this.source = source;
    this.target = target;
  }

  /**
   * @param source at least the topics that {@link FlowTopics#concerns}
   * @param target at least the target topics of those
   */
  public static ReplicationPlan plan(
      FlowTopics flow, ObservedCluster source, ObservedCluster target) {
    TopicPlanner planner = new TopicPlanner(flow, source, target);
    planner.planAll();
    return new ReplicationPlan(
        List.copyOf(planner.changes.values()), planner.lanes, planner.notices);
  }

  private void planAll() {
    for (ObservedTopic topic : new TreeMap<>(source.topics()).values()) {
      flow.refusal()
          .apply(topic.name())
          .ifPresent(why -> notices.add(new Notice(topic.name(), true, why)));
      flow.plan().apply(topic.name()).ifPresent(wanted -> plan(topic, wanted));
    }
  }

  private void plan(ObservedTopic topic, TopicPlan wanted) {
    ObservedTopic existing = target.topics().get(wanted.targetTopic());
    if (existing == null) {
      create(topic, wanted);
      return;
    }
    if (existing.partitions() < topic.partitions()) {
      grow(topic, existing);
    }
    notices.addAll(TopicNotices.of(topic, existing));
    int partitions = Math.min(topic.partitions(), existing.partitions());
    for (int partition = 0; partition < partitions; partition++) {
      lanes.add(lane(wanted, topic, existing, partition));
    }
  }

  private void create(ObservedTopic topic, TopicPlan wanted) {
    OptionalInt replicas = wanted.replicationFactor();
    if (replicas.isPresent() && replicas.getAsInt() > target.brokers()) {
      notices.add(
          new Notice(
              topic.name(),
              true,
              "replication factor %d for target topic %s needs as many brokers, the target has %d"
                  .formatted(replicas.getAsInt(), wanted.targetTopic(), target.brokers())));
      return;
    }
    TopicConfigs.Chosen chosen = TopicConfigs.forMirrorOf(topic, target, flow.configs());
    String why = "mirror of " + topic.name();
    if (!chosen.unknown().isEmpty()) {
      why += ", without configs the target's brokers don't know: " + chosen.unknown();
    }
    CreateTopic create =
        new CreateTopic(wanted.targetTopic(), topic.partitions(), replicas, chosen.configs(), why);
    changes.merge(create.topic(), create, TopicPlanner::both);
  }

  private static TopicChange both(TopicChange first, TopicChange second) {
    if (first instanceof CreateTopic a && second instanceof CreateTopic b) {
      return new CreateTopic(
          a.topic(),
          Math.max(a.partitions(), b.partitions()),
          a.replicationFactor(),
          a.configs(),
          a.why() + "; " + b.why());
    }
    throw new IllegalArgumentException("two changes of one topic: " + first + ", " + second);
  }

  private void grow(ObservedTopic topic, ObservedTopic existing) {
    String why = topic.name() + " has " + topic.partitions();
    if (!flow.configs().policy().adopt() && TopicConfigs.createdByOthers(existing, target)) {
      why +=
          "; "
              + existing.name()
              + " was not created by a flow, or its message.timestamp configs were changed since:"
              + " it grows all the same";
    }
    AddPartitions grow =
        new AddPartitions(existing.name(), existing.partitions(), topic.partitions(), why);
    changes.merge(
        grow.topic(), grow, (a, b) -> ((AddPartitions) a).to() >= ((AddPartitions) b).to() ? a : b);
  }

  private WantedLane lane(
      TopicPlan wanted, ObservedTopic topic, ObservedTopic existing, int partition) {
    return new WantedLane(
        new LaneId(flow.flow(), wanted.sourceTopic(), partition),
        new LaneSettings(
            new TargetPartition(existing.name(), partition),
            wanted.start(),
            flow.forward(),
            flow.delivery(),
            TopicConfigs.codec(existing),
            existing.maxMessageBytes().orElse(TopicConfigs.DEFAULT_MAX_MESSAGE_BYTES),
            wanted.losses(),
            new LogIds(topic.topicId(), existing.topicId())),
        wanted);
  }
}
