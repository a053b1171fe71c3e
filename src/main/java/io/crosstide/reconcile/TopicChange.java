package io.crosstide.reconcile;

import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;

/** What is to be done to a topic of the target. */
public sealed interface TopicChange extends Change {
  /** The topic at the target. */
  String topic();

  @Override
  default String subject() {
    return topic();
  }

  /**
   * @param replicationFactor empty: the target's default
   * @param configs topic configs to set
   */
  record CreateTopic(
      String topic,
      int partitions,
      OptionalInt replicationFactor,
      Map<String, String> configs,
      String why)
      implements TopicChange {
    public CreateTopic {
      Objects.requireNonNull(topic, "topic");
      Objects.requireNonNull(why, "why");
      configs = Map.copyOf(configs);
      if (partitions <= 0) {
        throw new IllegalArgumentException(
            "create " + topic + " with " + partitions + " partitions");
      }
    }

    @Override
    public String toString() {
      String replicas =
          replicationFactor.isPresent()
              ? Integer.toString(replicationFactor.getAsInt())
              : "default";
      return "create %s: %d partitions, replication factor %s, %s (%s)"
          .formatted(topic, partitions, replicas, new TreeMap<>(configs), why);
    }
  }

  /** Grows the topic from {@code from} to {@code to} partitions. */
  record AddPartitions(String topic, int from, int to, String why) implements TopicChange {
    public AddPartitions {
      Objects.requireNonNull(topic, "topic");
      Objects.requireNonNull(why, "why");
      if (to <= from) {
        throw new IllegalArgumentException("grow " + topic + " from " + from + " to " + to);
      }
    }

    @Override
    public String toString() {
      return "grow %s: from %d to %d partitions (%s)".formatted(topic, from, to, why);
    }
  }
}
