package io.crosstide.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A topic's committed records, partition by partition, as one hash over every record in order: key,
 * value, headers, timestamp. Equal digests are equal topics.
 *
 * @param partitions a partition's number to what it holds
 */
record ContentDigest(Map<Integer, Partition> partitions) {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long STALL_TIMEOUT_SECONDS = 30;

  /** SHA-256 of a partition's records, and how many there are. */
  record Partition(long records, String hash) {}

  long records() {
    return partitions.values().stream().mapToLong(Partition::records).sum();
  }

  /** In words, the first partitions that differ; empty when none does. */
  String differences(ContentDigest target) {
    List<String> differences = new ArrayList<>();
    partitions.forEach(
        (number, mine) -> {
          Partition other = target.partitions.get(number);
          if (!mine.equals(other) && differences.size() < 3) {
            differences.add(
                "partition %d: %d records at the source, %s at the target"
                    .formatted(number, mine.records(), describe(mine, other)));
          }
        });
    return String.join("; ", differences);
  }

  private static String describe(Partition mine, Partition other) {
    if (other == null) {
      return "no partition";
    }
    return other.records() == mine.records() ? "as many, but others" : "" + other.records();
  }

  /**
   * @throws IllegalStateException when nothing can be read for 30 s before the end
   */
  static ContentDigest of(Place place) {
    String topic = place.topic();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(place.bootstrap())) {
      List<TopicPartition> all = new ArrayList<>();
      for (PartitionInfo info : consumer.partitionsFor(topic)) {
        all.add(new TopicPartition(topic, info.partition()));
      }
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = consumer.endOffsets(all);
      Map<TopicPartition, Accumulator> sums = new HashMap<>();
      all.forEach(partition -> sums.put(partition, new Accumulator()));
      long deadline = deadline();
      while (!done(consumer, ends)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          sums.get(new TopicPartition(record.topic(), record.partition())).add(record);
          deadline = deadline();
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException("nothing read of " + topic + " for 30 s");
        }
      }
      Map<Integer, Partition> result = new TreeMap<>();
      sums.forEach((partition, sum) -> result.put(partition.partition(), sum.finish()));
      return new ContentDigest(result);
    }
  }

  static KafkaConsumer<byte[], byte[]> consumer(String bootstrap) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers", bootstrap,
            "isolation.level", "read_committed",
            "enable.auto.commit", "false",
            "auto.offset.reset", "earliest",
            "max.poll.records", "10000",
            "max.partition.fetch.bytes", 4 << 20),
        bytes,
        bytes);
  }

  private static boolean done(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(STALL_TIMEOUT_SECONDS);
  }

  private static final class Accumulator {
    private final MessageDigest hash;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    private long records;

    Accumulator() {
      try {
        hash = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new AssertionError("every JDK has SHA-256", e);
      }
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
      records++;
      add(record.timestamp());
      add(record.key());
      add(record.value());
      for (Header header : record.headers()) {
        add(header.key().getBytes(StandardCharsets.UTF_8));
        add(header.value());
      }
    }

    private void add(long value) {
      hash.update(number.putLong(0, value).array());
    }

    private void add(byte[] part) {
      // With its length, so that parts can't melt together; null is told from empty.
      add(part == null ? -1L : part.length);
      if (part != null) {
        hash.update(part);
      }
    }

    Partition finish() {
      return new Partition(records, HexFormat.of().formatHex(hash.digest()));
    }
  }
}
