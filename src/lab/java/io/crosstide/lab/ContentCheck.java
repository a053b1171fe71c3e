package io.crosstide.lab;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Compares a topic with its mirror, record by record and partition by partition: key, value, headers
 * in order, timestamp, order. The source is read as {@code read_committed}, the target as both
 * {@code read_committed} and {@code read_uncommitted}, because readers of a mirror may be either.
 */
public final class ContentCheck {
  private static final String COMMITTED = "read_committed";
  private static final String UNCOMMITTED = "read_uncommitted";

  private final Map<String, Object> source;
  private final Map<String, Object> target;

  /**
   * @param source client properties of the source, at least {@code bootstrap.servers}
   * @param target client properties of the target
   */
  public ContentCheck(Map<String, Object> source, Map<String, Object> target) {
    this.source = Map.copyOf(source);
    this.target = Map.copyOf(target);
  }

  /** Between two clusters without security. */
  public static ContentCheck between(String sourceBootstrap, String targetBootstrap) {
    return new ContentCheck(
        Map.of("bootstrap.servers", sourceBootstrap), Map.of("bootstrap.servers", targetBootstrap));
  }

  /**
   * Which records are compared, by the cluster whose applications wrote them: the {@value
   * TrafficSpec#ORIGIN} header. Needed where a topic holds records of several clusters, as under one
   * name in active-active.
   */
  public interface Origins {
    /** Every record, with or without the header. */
    Origins ANY = origin -> true;

    /** Whether records of this cluster are compared; those without the header always are. */
    boolean includes(String origin);

    static Origins only(String alias) {
      return alias::equals;
    }

    static Origins allBut(String alias) {
      return origin -> !alias.equals(origin);
    }
  }

  /** Compares whole topics, of which the mirror holds nothing but the source's records. */
  public Differences check(String sourceTopic, String targetTopic) {
    return check(sourceTopic, targetTopic, Origins.ANY);
  }

  /**
   * Compares the records of these origins. Each record is counted once, though the target is read
   * twice; a difference that both readings show is counted by both.
   */
  public Differences check(String sourceTopic, String targetTopic, Origins origins) {
    Predicate<ConsumerRecord<byte[], byte[]>> wanted = record -> includes(origins, record);
    int partitions = partitions(source, sourceTopic);
    int targetPartitions = partitions(target, targetTopic);
    Differences sum = Differences.NONE;
    for (int number = 0; number < partitions; number++) {
      TopicPartition from = new TopicPartition(sourceTopic, number);
      TopicPartition to = new TopicPartition(targetTopic, number);
      if (number >= targetPartitions) {
        sum = sum.plus(absent(from, to, wanted));
        continue;
      }
      sum = sum.plus(compare(from, to, UNCOMMITTED, wanted));
      sum = sum.plus(compare(from, to, COMMITTED, wanted).differencesOnly());
    }
    return sum;
  }

  private Differences compare(
      TopicPartition from,
      TopicPartition to,
      String isolation,
      Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    try (PartitionLog expected = expected(from, wanted);
        PartitionLog actual =
            new PartitionLog(target, isolation, to, wanted, RecordPrint::of)) {
      return LogComparison.compare(from + " -> " + to + " " + isolation, expected, actual);
    }
  }

  private Differences absent(
      TopicPartition from, TopicPartition to, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    try (PartitionLog expected = expected(from, wanted)) {
      return LogComparison.compare(
          from + " -> " + to + ", which does not exist",
          expected,
          Collections.emptyIterator());
    }
  }

  private PartitionLog expected(
      TopicPartition from, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    return new PartitionLog(source, COMMITTED, from, wanted, RecordPrint::expected);
  }

  private static boolean includes(Origins origins, ConsumerRecord<byte[], byte[]> record) {
    Header origin = record.headers().lastHeader(TrafficSpec.ORIGIN);
    return origin == null
        || origin.value() == null
        || origins.includes(new String(origin.value(), StandardCharsets.UTF_8));
  }

  private static int partitions(Map<String, Object> client, String topic) {
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    try (var consumer = new KafkaConsumer<>(client, bytes, bytes)) {
      var found = consumer.listTopics().get(topic);
      return found == null ? 0 : found.size();
    }
  }
}
