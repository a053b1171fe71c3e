package io.crosstide.flow;

import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.topology.Flow;
import io.crosstide.topology.TopicPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a flow has of one of its clusters now and goes on to need with other settings: connections
 * that don't show it would stop lanes that run.
 *
 * @param cluster its alias
 * @param clusterId Kafka's id of it, empty when it is not known
 * @param topics of the flow's lanes, whoever runs them
 * @param right without which the flow's principal does not see a topic there
 */
record Foothold(String cluster, String clusterId, Set<String> topics, String right) {
  /** Topics that are named of those that would be lost; the others are counted. */
  static final int MAX_NAMED = 5;

  Foothold {
    topics = Set.copyOf(topics);
  }

  /**
   * @param next the flow with the other settings
   * @param lanes of the flow as it runs
   */
  static Foothold atSource(Flow next, FlowMirror.ClusterIds now, Map<LaneId, LaneSettings> lanes) {
    return new Foothold(
        next.source().alias(),
        now.source(),
        lanes.keySet().stream()
            .flatMap(lane -> next.plan(lane.sourceTopic()).stream())
            .map(TopicPlan::sourceTopic)
            .collect(Collectors.toSet()),
        "READ");
  }

  /** Topics that get other names are not needed: they are made. */
  static Foothold atTarget(Flow next, FlowMirror.ClusterIds now, Map<LaneId, LaneSettings> lanes) {
    Set<String> topics = new TreeSet<>();
    lanes.forEach(
        (lane, settings) ->
            next.plan(lane.sourceTopic())
                .map(TopicPlan::targetTopic)
                .filter(settings.target().topic()::equals)
                .ifPresent(topics::add));
    return new Foothold(next.target().alias(), now.target(), topics, "WRITE");
  }

  /** Why the cluster won't do as other connections show it; empty when it does. */
  Optional<String> loss(ObservedCluster shown) {
    String now = clusterId;
    if (!now.isEmpty() && !shown.clusterId().isEmpty() && !now.equals(shown.clusterId())) {
      return Optional.of(
          ("%s is cluster %s now, and would be %s with what has changed: give another cluster"
                  + " another alias, or start the process anew with it")
              .formatted(cluster, now, shown.clusterId()));
    }
    List<String> unseen =
        topics.stream().filter(topic -> !shown.topics().containsKey(topic)).sorted().toList();
    if (unseen.isEmpty()) {
      return Optional.empty();
    }
    String named = unseen.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
    int more = unseen.size() - MAX_NAMED;
    return Optional.of(
        ("lanes use %s%s at %s, and would not see them with what has changed: the principal needs"
                + " %s")
            .formatted(named, more > 0 ? " and " + more + " more topics" : "", cluster, right));
  }
}
