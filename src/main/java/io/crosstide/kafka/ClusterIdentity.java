package io.crosstide.kafka;

import java.util.Objects;

/**
 * A cluster by both its names.
 *
 * @param alias its name in the topology
 * @param clusterId the id Kafka gave it, empty when it is not known
 */
public record ClusterIdentity(String alias, String clusterId) {
  public ClusterIdentity {
    Objects.requireNonNull(alias, "alias");
    Objects.requireNonNull(clusterId, "clusterId");
  }
}
