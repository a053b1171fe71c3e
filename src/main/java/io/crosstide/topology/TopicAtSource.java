package io.crosstide.topology;

import java.util.Objects;
import java.util.Optional;

/**
 * A topic that is there.
 *
 * @param cluster alias of the cluster; empty for every cluster
 * @param topic its name
 */
public record TopicAtSource(Optional<String> cluster, String topic) {
  public TopicAtSource {
    Objects.requireNonNull(cluster, "cluster");
    if (!TopicNames.legal(topic)) {
      throw new IllegalArgumentException("\"" + topic + "\" is no topic name");
    }
  }

  /**
   * Reads {@code orders} or {@code nyc:orders}.
   *
   * @throws IllegalArgumentException when it is neither
   */
  public static TopicAtSource parse(String text) {
    int colon = text.indexOf(':');
    return colon < 0
        ? new TopicAtSource(Optional.empty(), text)
        : new TopicAtSource(Optional.of(text.substring(0, colon)), text.substring(colon + 1));
  }

  boolean at(Cluster source) {
    return cluster.isEmpty() || cluster.get().equals(source.alias());
  }
}
