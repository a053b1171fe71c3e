package io.crosstide.reconcile;

import java.util.Map;
import java.util.Objects;

/**
 * What was looked at of a cluster, at one moment.
 *
 * @param clusterId the id Kafka gave it
 * @param topics by name, those that were asked for and exist
 */
public record ObservedCluster(String clusterId, Map<String, ObservedTopic> topics) {
  public ObservedCluster {
    Objects.requireNonNull(clusterId, "clusterId");
    topics = Map.copyOf(topics);
  }
}
