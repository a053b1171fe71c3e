package io.crosstide.reconcile;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A topic as a cluster describes it.
 *
 * @param name name
 * @param topicId the cluster's id of it; another one after it was deleted and created again
 * @param partitions how many
 * @param configs by key, as far as they could be read
 */
public record ObservedTopic(
    String name, String topicId, int partitions, Map<String, Config> configs) {
  /**
   * A config of a topic.
   *
   * @param value as it holds; empty for values the cluster does not show
   * @param explicit whether it was set on the topic itself, not inherited
   */
  public record Config(String value, boolean explicit) {
    public Config {
      Objects.requireNonNull(value, "value");
    }
  }

  public ObservedTopic {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(topicId, "topicId");
    configs = Map.copyOf(configs);
    if (partitions < 1) {
      throw new IllegalArgumentException("topic " + name + " has " + partitions + " partitions");
    }
  }

  /** The value that holds for this key, empty when it is not known. */
  public Optional<String> value(String key) {
    return Optional.ofNullable(configs.get(key))
        .map(Config::value)
        .filter(value -> !value.isEmpty());
  }
}
