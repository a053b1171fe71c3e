package io.crosstide.kafka;

import io.crosstide.reconcile.ConfigValue;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.ObservedTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks at a cluster in as few calls as can be: one list, then details of what is selected. */
final class TopicObservation {
  /** Topics asked for in one request. */
  static final int CHUNK = 500;

  private final Admin admin;

  TopicObservation(Admin admin) {
    this.admin = admin;
  }

  ObservedCluster observe(Predicate<String> selected) {
    DescribeClusterResult cluster = admin.describeCluster();
    Collection<TopicListing> all =
        StateTopic.answer(admin.listTopics(new ListTopicsOptions().listInternal(true)).listings());
    List<String> names =
        all.stream()
            .filter(topic -> !topic.isInternal() && selected.test(topic.name()))
            .map(TopicListing::name)
            .sorted()
            .toList();
    Map<String, TopicDescription> descriptions = new HashMap<>();
    Map<String, Config> configs = new HashMap<>();
    for (int from = 0; from < names.size(); from += CHUNK) {
      List<String> chunk = names.subList(from, Math.min(names.size(), from + CHUNK));
      descriptions.putAll(present(admin.describeTopics(chunk).topicNameValues()));
      configs.putAll(configs(chunk));
    }
    Map<String, ObservedTopic> topics = new HashMap<>();
    descriptions.forEach((name, topic) -> topics.put(name, topic(topic, configs.get(name))));
    String clusterId = StateTopic.answer(cluster.clusterId());
    return new ObservedCluster(
        clusterId == null ? "" : clusterId,
        StateTopic.answer(cluster.nodes()).size(),
        topics,
        knownKeys(configs.values(), all));
  }

  private Map<String, Config> configs(List<String> topics) {
    List<ConfigResource> resources =
        topics.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<String, KafkaFuture<Config>> asked = new HashMap<>();
    admin.describeConfigs(resources).values().forEach((r, f) -> asked.put(r.name(), f));
    return present(asked);
  }

  /** Answers but for topics deleted since they were listed, and what this principal may not see. */
  private static <T> Map<String, T> present(Map<String, KafkaFuture<T>> asked) {
    Map<String, T> answers = new HashMap<>();
    asked.forEach(
        (name, future) -> {
          try {
            answers.put(name, StateTopic.answer(future));
          } catch (UnknownTopicOrPartitionException | AuthorizationException e) {
            // Left out: see ObservedTopic.configs.
          }
        });
    return answers;
  }

  private static ObservedTopic topic(TopicDescription topic, Config config) {
    Map<String, ConfigValue> values = new HashMap<>();
    if (config != null) {
      for (ConfigEntry entry : config.entries()) {
        boolean explicit = entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
        String value = entry.value() == null ? "" : entry.value();
        values.put(entry.name(), new ConfigValue(value, explicit, entry.isSensitive()));
      }
    }
    return new ObservedTopic(topic.name(), id(topic.topicId()), topic.partitions().size(), values);
  }

  /** Empty where brokers give none (before 2.8). */
  private static String id(Uuid topicId) {
    return topicId == null || topicId.equals(Uuid.ZERO_UUID) ? "" : topicId.toString();
  }

  /** Brokers describe every topic config they know, of whatever topic they are asked. */
  private Set<String> knownKeys(Collection<Config> seen, Collection<TopicListing> all) {
    List<Config> configs = new ArrayList<>(seen);
    if (configs.isEmpty() && !all.isEmpty()) {
      configs.addAll(configs(List.of(all.iterator().next().name())).values());
    }
    Set<String> keys = new HashSet<>();
    configs.forEach(config -> config.entries().forEach(entry -> keys.add(entry.name())));
    return keys;
  }
}
