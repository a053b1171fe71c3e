package io.crosstide.lab;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates topics and waits until they can be used: the controller answers before the brokers have
 * heard of it, and a broker that names the leaders may not lead yet itself.
 */
final class Topics {
  private static final long TIMEOUT_SECONDS = 30;
  private static final long POLL_MS = 20;

  private Topics() {}

  /**
   * @throws IllegalStateException when the topic exists, or is not there within 30 s
   */
  static void create(Admin admin, NewTopic topic) {
    if (!createUnlessThere(admin, topic)) {
      throw new IllegalStateException("topic " + topic.name() + " exists");
    }
  }

  /** False when a topic of this name existed before. */
  static boolean createUnlessThere(Admin admin, NewTopic topic) {
    try {
      admin.createTopics(List.of(topic)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      awaitLeaders(admin, topic.name());
      awaitAnswers(admin, topic);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw new IllegalStateException("can't create topic " + topic.name(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("can't create topic " + topic.name(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void awaitLeaders(Admin admin, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS);
    while (!led(admin, topic)) {
      if (System.nanoTime() > deadline) {
        throw new TimeoutException("no leaders after " + TIMEOUT_SECONDS + " s");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
  }

  /** The client asks again for as long as a broker says that it does not lead. */
  private static void awaitAnswers(Admin admin, NewTopic topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<TopicPartition, OffsetSpec> ends =
        IntStream.range(0, topic.numPartitions())
            .mapToObj(partition -> new TopicPartition(topic.name(), partition))
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    admin.listOffsets(ends).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private static boolean led(Admin admin, String topic)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      Map<String, TopicDescription> found =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return found.get(topic).partitions().stream()
          .allMatch(partition -> partition.leader() != null && !partition.leader().isEmpty());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }
}
