package io.crosstide.reconcile;

import java.util.Map;
import java.util.OptionalInt;

/** Something that is to be done to a topic of the target, and why. */
public sealed interface TopicChange {
  String topic();

  /** In words for an operator. */
  String why();

  /**
   * Creates a topic.
   *
   * @param replicationFactor empty: the cluster's default
   */
  record Create(
      String topic,
      int partitions,
      OptionalInt replicationFactor,
      Map<String, String> configs,
      String why)
      implements TopicChange {
    public Create {
      configs = Map.copyOf(configs);
    }
  }

  /** Adds partitions to a topic. */
  record AddPartitions(String topic, int from, int to, String why) implements TopicChange {}
}
