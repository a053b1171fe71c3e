package io.crosstide.reconcile;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A topic as a cluster has it.
 *
 * @param name its name
 * @param topicId Kafka's id; another one under the same name is another topic
 * @param partitions how many
 * @param configs every config that takes effect, by name; empty when the cluster does not let this
 *     principal read them (DESCRIBE_CONFIGS)
 */
public record ObservedTopic(
    String name, String topicId, int partitions, Map<String, ConfigValue> configs) {
  public ObservedTopic {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(topicId, "topicId");
    if (partitions <= 0) {
      throw new IllegalArgumentException("topic " + name + " has " + partitions + " partitions");
    }
    configs = Map.copyOf(configs);
  }

  /** The effective value, empty when it is not known. */
  public String config(String key) {
    ConfigValue value = configs.get(key);
    return value == null ? "" : value.value();
  }

  /** The largest batch the topic takes, in bytes. */
  OptionalInt maxMessageBytes() {
    String value = config(TopicConfigs.MAX_MESSAGE_BYTES);
    return value.matches("[0-9]{1,9}|1[0-9]{9}")
        ? OptionalInt.of(Integer.parseInt(value))
        : OptionalInt.empty();
  }
}
