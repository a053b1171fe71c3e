package io.crosstide.flow;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads a topic as it grows and notes how long each partition is silent, from {@link #start} on.
 */
final class ArrivalWatch implements AutoCloseable {
  private final Map<String, Object> client;
  private final List<TopicPartition> partitions;
  private final Map<Integer, Long> lastNanos = new ConcurrentHashMap<>();
  private final Map<Integer, Long> gapMs = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean started;
  private volatile boolean stopping;

  ArrivalWatch(String bootstrap, String topic, int count) {
    client = Map.of("bootstrap.servers", bootstrap, "fetch.max.wait.ms", "10");
    partitions =
        IntStream.range(0, count)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .toList();
    thread = new Thread(this::read);
  }

  /** The topic is there, and something arrives all the time. */
  void start() {
    if (!started) {
      started = true;
      thread.start();
    }
  }

  private void read() {
    var bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(client, bytes, bytes)) {
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      while (!stopping) {
        consumer.poll(Duration.ofMillis(50)).forEach(this::arrived);
      }
    }
  }

  private void arrived(ConsumerRecord<byte[], byte[]> record) {
    long now = System.nanoTime();
    Long before = lastNanos.put(record.partition(), now);
    if (before != null) {
      gapMs.merge(record.partition(), TimeUnit.NANOSECONDS.toMillis(now - before), Math::max);
    }
  }

  /** The longest silence of each of these partitions, milliseconds. */
  Map<Integer, Long> gaps(Set<Integer> wanted) {
    return gaps(wanted::contains);
  }

  Map<Integer, Long> gapsBut(Set<Integer> others) {
    return gaps(partition -> !others.contains(partition));
  }

  private Map<Integer, Long> gaps(IntPredicate wanted) {
    return gapMs.entrySet().stream()
        .filter(gap -> wanted.test(gap.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Under which epochs each partition is written, as its leader knows. */
  Map<Integer, List<Integer>> epochs() throws Exception {
    Map<Integer, List<Integer>> found = new HashMap<>();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", client.get("bootstrap.servers")))) {
      admin
          .describeProducers(partitions)
          .all()
          .get()
          .forEach(
              (at, state) ->
                  found.put(
                      at.partition(),
                      state.activeProducers().stream().map(ProducerState::producerEpoch).toList()));
    }
    return found;
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    if (started) {
      thread.join();
    }
  }
}
