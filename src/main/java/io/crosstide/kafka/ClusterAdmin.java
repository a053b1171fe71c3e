package io.crosstide.kafka;

import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.ObservedTopic;
import io.crosstide.reconcile.TopicChange;
import io.crosstide.reconcile.TopicOutcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Looks at a cluster's topics and changes them, through Kafka's public admin client. Used by one
 * thread.
 */
public final class ClusterAdmin implements AutoCloseable {
  /** For one answer of the cluster. */
  static final long TIMEOUT_MS = 15_000;

  /** Topics per describe request, so that no answer grows without bound. */
  static final int CHUNK = 500;

  private final ClusterProperties cluster;
  private final Admin admin;

  /**
   * @throws org.apache.kafka.common.KafkaException when the properties make no client
   */
  public ClusterAdmin(String flow, ClusterProperties cluster) {
    this.cluster = cluster;
    Map<String, Object> properties = cluster.forAdmin("crosstide-admin-" + flow);
    properties.putIfAbsent("default.api.timeout.ms", Long.toString(TIMEOUT_MS));
    properties.putIfAbsent("request.timeout.ms", Long.toString(TIMEOUT_MS / 2));
    this.admin = Admin.create(properties);
  }

  /**
   * Every topic that is wanted and exists, with partitions and configs.
   *
   * @throws ClusterException when the cluster does not answer or refuses
   */
  public ObservedCluster observe(Predicate<String> wanted) {
    String clusterId =
        answer(
            admin.describeCluster().clusterId(),
            "asking for the cluster id",
            "DESCRIBE on Cluster");
    List<String> names =
        answer(admin.listTopics().names(), "listing topics", "DESCRIBE on the topics").stream()
            .filter(wanted)
            .sorted()
            .toList();
    Map<String, ObservedTopic> topics = new HashMap<>();
    for (int from = 0; from < names.size(); from += CHUNK) {
      describe(names.subList(from, Math.min(names.size(), from + CHUNK)), topics);
    }
    return new ObservedCluster(clusterId == null ? "" : clusterId, topics);
  }

  private void describe(List<String> names, Map<String, ObservedTopic> topics) {
    Map<String, Config> configs = configs(names);
    admin
        .describeTopics(names)
        .topicNameValues()
        .forEach(
            (name, future) ->
                described(name, future)
                    .ifPresent(topic -> topics.put(name, observed(topic, configs.get(name)))));
  }

  /** Empty for a topic that went away meanwhile. */
  private Optional<TopicDescription> described(String name, KafkaFuture<TopicDescription> future) {
    try {
      return Optional.of(answer(future, "describing topic " + name, "DESCRIBE on Topic:" + name));
    } catch (ClusterException e) {
      if (ClientErrors.cause(e.getCause()) instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Without the right to read configs topics are mirrored all the same, with the target's defaults.
   */
  private Map<String, Config> configs(Collection<String> names) {
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    Map<String, Config> configs = new HashMap<>();
    admin
        .describeConfigs(resources)
        .values()
        .forEach(
            (resource, future) -> {
              try {
                String doing = "reading the configs of topic " + resource.name();
                configs.put(
                    resource.name(),
                    answer(future, doing, "DESCRIBE_CONFIGS on Topic:" + resource.name()));
              } catch (ClusterException e) {
                Throwable cause = ClientErrors.cause(e.getCause());
                if (!(cause instanceof AuthorizationException)
                    && !(cause instanceof UnknownTopicOrPartitionException)) {
                  throw e;
                }
              }
            });
    return configs;
  }

  private static ObservedTopic observed(TopicDescription topic, Config config) {
    Map<String, ObservedTopic.Config> configs = new HashMap<>();
    if (config != null) {
      for (ConfigEntry entry : config.entries()) {
        boolean explicit = entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;
        String value = entry.value() == null || entry.isSensitive() ? "" : entry.value();
        configs.put(entry.name(), new ObservedTopic.Config(value, explicit));
      }
    }
    return new ObservedTopic(
        topic.name(), topic.topicId().toString(), topic.partitions().size(), configs);
  }

  /** Tries each change once. What another process has done already counts as done. */
  public List<TopicOutcome> apply(List<TopicChange> changes) {
    Map<TopicChange, KafkaFuture<Void>> begun = new HashMap<>();
    for (TopicChange change : changes) {
      begun.put(change, begin(change));
    }
    List<TopicOutcome> outcomes = new ArrayList<>();
    begun.forEach((change, future) -> outcomes.add(outcome(change, future)));
    return outcomes;
  }

  private KafkaFuture<Void> begin(TopicChange change) {
    return switch (change) {
      case TopicChange.Create create -> {
        Optional<Short> replicas =
            create.replicationFactor().isPresent()
                ? Optional.of((short) create.replicationFactor().getAsInt())
                : Optional.empty();
        NewTopic topic =
            new NewTopic(create.topic(), Optional.of(create.partitions()), replicas)
                .configs(create.configs());
        yield admin.createTopics(List.of(topic)).all();
      }
      case TopicChange.AddPartitions grow ->
          admin.createPartitions(Map.of(grow.topic(), NewPartitions.increaseTo(grow.to()))).all();
    };
  }

  private TopicOutcome outcome(TopicChange change, KafkaFuture<Void> future) {
    String doing =
        switch (change) {
          case TopicChange.Create create -> "creating topic " + create.topic();
          case TopicChange.AddPartitions grow -> "adding partitions to topic " + grow.topic();
        };
    String rights = change instanceof TopicChange.Create ? "CREATE on Topic:" : "ALTER on Topic:";
    try {
      answer(future, doing, rights + change.topic());
      return new TopicOutcome(change, Optional.empty());
    } catch (ClusterException e) {
      Throwable cause = ClientErrors.cause(e.getCause());
      boolean done =
          cause instanceof TopicExistsException
              || cause instanceof InvalidPartitionsException
                  && change instanceof TopicChange.AddPartitions;
      return new TopicOutcome(change, done ? Optional.empty() : Optional.of(e.failure()));
    }
  }

  private <T> T answer(KafkaFuture<T> future, String doing, String rights) {
    String where = doing + " at " + cluster.cluster();
    try {
      return future.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw ClientErrors.exception(e, where, rights);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ClientErrors.exception(e, where, rights);
    }
  }

  @Override
  public void close() {
    admin.close(java.time.Duration.ofSeconds(1));
  }
}
