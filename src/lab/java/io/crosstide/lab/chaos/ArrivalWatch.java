package io.crosstide.lab.chaos;

import io.crosstide.lab.TrafficSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads both clusters all the time, as applications do that read committed data, and feeds the {@link
 * StallClock}. What it sees of a stall is a consumer's view, with a consumer's time-outs.
 */
final class ArrivalWatch implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int REQUEST_TIMEOUT_MS = 3_000;
  private static final long END_SECONDS = 20;

  /** Who is fed. */
  private interface Feed {
    void seen(int lane, String id, long nowMs);
  }

  private final StallClock clock;
  private final List<Thread> threads;
  private volatile boolean closed;

  /** Partitions of the same index in both lists are one lane. */
  ArrivalWatch(
      StallClock clock,
      String sourceBootstrap,
      List<TopicPartition> source,
      String targetBootstrap,
      List<TopicPartition> target) {
    this.clock = clock;
    this.threads =
        List.of(
            watch("source", sourceBootstrap, source, clock::atSource),
            watch("target", targetBootstrap, target, clock::atTarget));
  }

  static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  StallClock clock() {
    return clock;
  }

  private Thread watch(
      String name, String bootstrap, List<TopicPartition> partitions, Feed feed) {
    return Thread.ofPlatform()
        .daemon()
        .name("chaos-watch-" + name)
        .start(() -> read(bootstrap, partitions, feed));
  }

  private void read(String bootstrap, List<TopicPartition> partitions, Feed feed) {
    Map<TopicPartition, Integer> lanes = new HashMap<>();
    partitions.forEach(partition -> lanes.put(partition, lanes.size()));
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", bootstrap,
            "isolation.level", "read_committed",
            "enable.auto.commit", "false",
            "auto.offset.reset", "earliest",
            "metadata.max.age.ms", 1_000,
            "fetch.max.wait.ms", 100,
            "request.timeout.ms", REQUEST_TIMEOUT_MS);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      consumer.assign(partitions);
      while (!closed) {
        poll(consumer, lanes, feed);
      }
    }
  }

  private static void poll(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Integer> lanes, Feed feed) {
    try {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        int lane = lanes.get(new TopicPartition(record.topic(), record.partition()));
        feed.seen(lane, id(record), nowMs());
      }
    } catch (KafkaException retried) {
      // The next poll asks again; what was not seen meanwhile is what a stall is.
    }
  }

  private static String id(ConsumerRecord<byte[], byte[]> record) {
    return text(record, TrafficSpec.ORIGIN) + "/" + text(record, TrafficSpec.NUMBER);
  }

  private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
    Header found = record.headers().lastHeader(header);
    return found == null ? "" : new String(found.value(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closed = true;
    try {
      for (Thread thread : threads) {
        thread.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
