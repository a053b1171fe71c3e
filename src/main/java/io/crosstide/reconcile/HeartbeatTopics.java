package io.crosstide.reconcile;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tells topics of heartbeats from topics that an application has given that name: nothing is
 * written into those, and who did not select them does not get them.
 */
public final class HeartbeatTopics {
  private static final String COMPACT = "compact";

  private HeartbeatTopics() {}

  /**
   * Those topics that bear such a name and are not known to hold heartbeats, each with the reason.
   *
   * @param names what topics of heartbeats are called
   */
  public static Map<String, String> foreign(Set<String> names, ObservedCluster source) {
    Map<String, String> foreign = new TreeMap<>();
    for (String name : names) {
      ObservedTopic topic = source.topics().get(name);
      if (topic != null && topic.configs().isEmpty()) {
        foreign.put(name, "what it is for can't be told: the principal needs DESCRIBE_CONFIGS");
      } else if (topic != null && !fits(topic)) {
        foreign.put(
            name,
            "it has %d partitions and cleanup.policy=%s, one for heartbeats has one and compact"
                .formatted(topic.partitions(), topic.config(TopicConfigs.CLEANUP_POLICY)));
      }
    }
    return foreign;
  }

  /** As MirrorMaker 2 creates it, too. */
  private static boolean fits(ObservedTopic topic) {
    return topic.partitions() == 1 && topic.config(TopicConfigs.CLEANUP_POLICY).equals(COMPACT);
  }

  /** The cluster as if it had none of these topics. */
  public static ObservedCluster without(ObservedCluster source, Set<String> topics) {
    if (topics.isEmpty()) {
      return source;
    }
    Map<String, ObservedTopic> others = new HashMap<>(source.topics());
    others.keySet().removeAll(topics);
    return new ObservedCluster(
        source.clusterId(), source.brokers(), others, source.topicConfigKeys());
  }
}
