package io.crosstide.reconcile;

import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A cluster as it was a moment ago, as far as somebody asked.
 *
 * @param clusterId Kafka's id of the cluster, empty when it has none
 * @param brokers how many brokers are alive
 * @param topics those that were asked for, by name
 * @param topicConfigKeys topic configs that this cluster's brokers know; empty when that is not
 *     known
 */
public record ObservedCluster(
    String clusterId, int brokers, Map<String, ObservedTopic> topics, Set<String> topicConfigKeys) {
  public ObservedCluster {
    Objects.requireNonNull(clusterId, "clusterId");
    topics = Map.copyOf(topics);
    topicConfigKeys = Set.copyOf(topicConfigKeys);
  }

  /** False only when the brokers are known not to know this topic config. */
  boolean mayKnow(String key) {
    return topicConfigKeys.isEmpty() || topicConfigKeys.contains(key);
  }
}
