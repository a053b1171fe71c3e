package io.crosstide.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Reads a topic to its end, and later on from there. One thread only, but for {@link #wakeup}.
 * Without a group: it leaves no trace on the cluster.
 */
final class StateReader implements AutoCloseable {
  /** The longest time without any progress while reading. */
  static final Duration STALL = Duration.ofSeconds(30);

  /** For one answer. */
  static final Duration ANSWER = Duration.ofSeconds(15);

  private static final Duration POLL = Duration.ofMillis(100);

  /** Only connections are to be closed; all of the program ends within 10 s. */
  private static final Duration CLOSE = Duration.ofMillis(500);

  private final String topic;
  private final IntPredicate wanted;
  private final KafkaConsumer<byte[], byte[]> consumer;

  StateReader(Map<String, Object> properties, String topic) {
    this(properties, topic, partition -> true);
  }

  /**
   * @param wanted the partitions to read
   */
  StateReader(Map<String, Object> properties, String topic, IntPredicate wanted) {
    this.topic = topic;
    this.wanted = wanted;
    this.consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Hands every record to {@code sink} that has been acknowledged before this call and was not
   * handed over by an earlier one.
   *
   * @return false when the topic does not exist
   * @throws org.apache.kafka.common.KafkaException as the consumer does; close the reader then
   */
  boolean readToEnd(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    List<PartitionInfo> found = consumer.partitionsFor(topic, ANSWER);
    if (found == null || found.isEmpty()) {
      return false;
    }
    List<TopicPartition> partitions = new ArrayList<>();
    found.stream()
        .filter(info -> wanted.test(info.partition()))
        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, ANSWER);
    for (TopicPartition partition : partitions) {
      if (consumer.position(partition, ANSWER) > ends.get(partition)) {
        // The topic was deleted and created again.
        consumer.seekToBeginning(List.of(partition));
      }
    }
    readUntil(ends, sink);
    return true;
  }

  /**
   * Like {@link #readToEnd} for a topic that is known to exist: the broker that is asked may not
   * have heard of it yet.
   */
  void readExistingToEnd(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    long startNanos = System.nanoTime();
    while (!readToEnd(sink)) {
      if (System.nanoTime() - startNanos > STALL.toNanos()) {
        throw new TimeoutException("topic " + topic + " exists and its partitions are not known");
      }
      Utils.sleep(POLL.toMillis());
    }
  }

  private void readUntil(
      Map<TopicPartition, Long> ends, Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    long missing = missing(ends);
    long progressNanos = System.nanoTime();
    while (missing > 0) {
      consumer.poll(POLL).forEach(sink);
      long still = missing(ends);
      if (still < missing) {
        missing = still;
        progressNanos = System.nanoTime();
      } else if (System.nanoTime() - progressNanos > STALL.toNanos()) {
        throw new TimeoutException(
            "reading topic %s: no progress in %d s, %d offsets left"
                .formatted(topic, TimeUnit.NANOSECONDS.toSeconds(STALL.toNanos()), missing));
      }
    }
  }

  /** Compaction leaves holes: positions are compared, not records counted. */
  private long missing(Map<TopicPartition, Long> ends) {
    long missing = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      missing += Math.max(0, end.getValue() - consumer.position(end.getKey(), ANSWER));
    }
    return missing;
  }

  /** Ends a read that waits. Any thread. */
  void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(CLOSE));
  }
}
