package io.crosstide.lab;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Streams one partition from its start to the end it had when it was opened, as an application reads
 * it; holds one poll's records at most.
 */
final class PartitionLog implements Iterator<RecordPrint>, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long STALL_TIMEOUT_SECONDS = 30;

  private final TopicPartition partition;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Predicate<ConsumerRecord<byte[], byte[]>> wanted;
  private final Function<ConsumerRecord<byte[], byte[]>, RecordPrint> print;
  private final long end;
  private final Queue<RecordPrint> polled = new ArrayDeque<>();

  PartitionLog(
      Map<String, Object> client,
      String isolation,
      TopicPartition partition,
      Predicate<ConsumerRecord<byte[], byte[]>> wanted,
      Function<ConsumerRecord<byte[], byte[]>, RecordPrint> print) {
    this.partition = partition;
    this.print = print;
    this.wanted = wanted;
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("isolation.level", isolation);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "none");
    settings.put("fetch.max.bytes", 4 << 20);
    settings.put("fetch.max.wait.ms", 50);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    this.consumer = new KafkaConsumer<>(settings, bytes, bytes);
    List<TopicPartition> one = List.of(partition);
    consumer.assign(one);
    consumer.seekToBeginning(one);
    this.end = consumer.endOffsets(one).get(partition);
  }

  @Override
  public boolean hasNext() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STALL_TIMEOUT_SECONDS);
    // The position also moves over markers and aborted records, of which a poll shows nothing.
    while (polled.isEmpty() && consumer.position(partition) < end) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s: nothing read at offset %d for %d s, though the log ends at %d"
                .formatted(partition, consumer.position(partition), STALL_TIMEOUT_SECONDS, end));
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
        if (record.offset() < end && wanted.test(record)) {
          polled.add(print.apply(record));
        }
      }
    }
    return !polled.isEmpty();
  }

  @Override
  public RecordPrint next() {
    if (!hasNext()) {
      throw new NoSuchElementException(partition + " ends at " + end);
    }
    return polled.remove();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
