package io.crosstide.topology;

import io.crosstide.topology.TopologyDiff.Change;
import io.crosstide.topology.TopologyDiff.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Compares what two flows do with topics of a list, one by one. */
final class ListComparison implements TopicComparison {
  private final List<TopicAtSource> topics;

  ListComparison(Collection<TopicAtSource> topics) {
    this.topics = List.copyOf(topics);
  }

  private List<String> names(Flow flow) {
    return topics.stream()
        .filter(topic -> topic.at(flow.source()))
        .map(TopicAtSource::topic)
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public List<Change> taken(Flow flow) {
    return each(flow, Kind.TAKES);
  }

  @Override
  public List<Change> left(Flow flow) {
    return each(flow, Kind.LEAVES);
  }

  private List<Change> each(Flow flow, Kind kind) {
    return names(flow).stream()
        .flatMap(topic -> flow.plan(topic).stream())
        .map(plan -> new Change(kind, pair(plan)))
        .toList();
  }

  private static String pair(TopicPlan plan) {
    return plan.sourceTopic() + " -> " + plan.targetTopic();
  }

  @Override
  public List<Change> compared(Flow before, Flow after) {
    List<Change> changes = new ArrayList<>();
    for (String topic : names(after)) {
      Optional<TopicPlan> old = before.plan(topic);
      Optional<TopicPlan> now = after.plan(topic);
      if (old.isEmpty() || now.isEmpty()) {
        old.ifPresent(plan -> changes.add(new Change(Kind.LEAVES, pair(plan))));
        now.ifPresent(plan -> changes.add(new Change(Kind.TAKES, pair(plan))));
      } else if (!old.get().targetTopic().equals(now.get().targetTopic())) {
        String text = topic + ": " + old.get().targetTopic() + " -> " + now.get().targetTopic();
        changes.add(new Change(Kind.SECOND_COPY, text));
      }
    }
    return changes;
  }

  @Override
  public List<Change> copiedAgain(Flow before, Flow after) {
    List<Change> changes = new ArrayList<>();
    for (String topic : names(after)) {
      if (before.plan(topic).isPresent()) {
        after
            .plan(topic)
            .ifPresent(
                plan ->
                    changes.add(
                        new Change(
                            Kind.SECOND_COPY,
                            pair(plan) + ", which " + before.name() + " has copied")));
      }
    }
    return changes;
  }
}
