package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.utils.Utils;

/**
 * A compacted topic that this program keeps its own state in.
 *
 * @param name begins with {@code __crosstide}, so that no flow mirrors it
 * @param partitions how many when it is created
 * @param replicationFactor when it is created; empty: {@link #MAX_REPLICAS}, or the number of
 *     brokers when that is smaller
 */
record StateTopic(String name, int partitions, OptionalInt replicationFactor) {
  static final int MAX_REPLICAS = 3;
  static final long TIMEOUT_MS = 30_000;
  private static final long PAUSE_MS = 100;

  /** Small, since only closed segments are compacted and the whole topic is read at the start. */
  private static final int SEGMENT_BYTES = 16 << 20;

  /**
   * Creates the topic unless it exists.
   *
   * @return how many partitions it has
   * @throws ClusterException when the cluster does not answer within {@link #TIMEOUT_MS} or
   *     refuses, or when the topic exists and its records would be deleted by age or size
   */
  int ensure(Admin admin) {
    OptionalInt existing = partitionsOf(admin);
    if (existing.isEmpty() && create(admin)) {
      return partitions;
    }
    long startNanos = System.nanoTime();
    while (existing.isEmpty()) {
      // Somebody else has just created it, and not every broker has heard of it.
      if (System.nanoTime() - startNanos > TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS)) {
        String detail = "topic " + name + " exists and can't be described";
        throw new ClusterException(
            new Failure(Failure.Kind.TRANSIENT, "UNKNOWN_TOPIC_OR_PARTITION", detail), null);
      }
      Utils.sleep(PAUSE_MS);
      existing = partitionsOf(admin);
    }
    expectCompacted(admin);
    return existing.getAsInt();
  }

  private OptionalInt partitionsOf(Admin admin) {
    try {
      return OptionalInt.of(
          answer(admin.describeTopics(List.of(name)).allTopicNames())
              .get(name)
              .partitions()
              .size());
    } catch (UnknownTopicOrPartitionException missing) {
      return OptionalInt.empty();
    } catch (RuntimeException e) {
      throw ClientErrors.exception(e, "looking for topic " + name, "DESCRIBE on Topic:" + name);
    }
  }

  /** False when it exists already. */
  private boolean create(Admin admin) {
    try {
      int brokers = answer(admin.describeCluster().nodes()).size();
      int replicas = replicationFactor.orElse(Math.min(MAX_REPLICAS, Math.max(1, brokers)));
      NewTopic topic = new NewTopic(name, partitions, (short) replicas).configs(configs(replicas));
      answer(admin.createTopics(List.of(topic)).all());
      return true;
    } catch (TopicExistsException e) {
      return false;
    } catch (RuntimeException e) {
      throw ClientErrors.exception(
          e, "creating topic " + name, "CREATE, DESCRIBE, READ and WRITE on Topic:" + name);
    }
  }

  private static Map<String, String> configs(int replicas) {
    return Map.of(
        "cleanup.policy", "compact",
        "segment.bytes", Integer.toString(SEGMENT_BYTES),
        "compression.type", "producer",
        "min.insync.replicas", replicas >= MAX_REPLICAS ? "2" : "1",
        "unclean.leader.election.enable", "false");
  }

  private void expectCompacted(Admin admin) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
    ConfigEntry policy;
    try {
      Config config = answer(admin.describeConfigs(List.of(resource)).all()).get(resource);
      policy = config == null ? null : config.get("cleanup.policy");
    } catch (AuthorizationException | UnknownTopicOrPartitionException e) {
      // A check that is done without when DESCRIBE_CONFIGS is not granted or the topic is too new.
      return;
    } catch (RuntimeException e) {
      throw ClientErrors.exception(
          e, "reading the configs of topic " + name, "DESCRIBE_CONFIGS on Topic:" + name);
    }
    if (policy != null && policy.value() != null && policy.value().contains("delete")) {
      String detail =
          "topic %s has cleanup.policy=%s and would lose state; set it to compact"
              .formatted(name, policy.value());
      throw new ClusterException(new Failure(Failure.Kind.REFUSED, "INVALID_CONFIG", detail), null);
    }
  }

  /** The answer within {@link #TIMEOUT_MS}, or Kafka's exception as it is. */
  static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "no answer within " + TIMEOUT_MS + " ms", e);
    } catch (InterruptedException e) {
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }
}
