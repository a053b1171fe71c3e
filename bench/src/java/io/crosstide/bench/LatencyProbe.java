package io.crosstide.bench;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends at a steady rate to the source and reads the target; each record's key carries when it was
 * sent, on the one monotonic clock of this process.
 */
final class LatencyProbe {
  private static final int VALUE_BYTES = 512;

  private final String sourceBootstrap;
  private final String targetBootstrap;
  private final int partitions;
  private final int recordsPerSecond;

  LatencyProbe(String sourceBootstrap, String targetBootstrap, int partitions, int perSecond) {
    this.sourceBootstrap = sourceBootstrap;
    this.targetBootstrap = targetBootstrap;
    this.partitions = partitions;
    this.recordsPerSecond = perSecond;
  }

  /**
   * Delays in milliseconds, sorted, of all records sent after the warm-up.
   *
   * @throws IllegalStateException when a record does not arrive within 60 s
   */
  double[] run(String sourceTopic, String targetTopic, Duration warmUp, Duration measured) {
    int skipped = (int) (recordsPerSecond * warmUp.toMillis() / 1_000);
    int count = skipped + (int) (recordsPerSecond * measured.toMillis() / 1_000);
    Thread sender = Thread.ofPlatform().daemon().unstarted(() -> send(sourceTopic, count));
    double[] delays = new double[count];
    try (KafkaConsumer<byte[], byte[]> consumer = ContentDigest.consumer(targetBootstrap)) {
      List<TopicPartition> all =
          IntStream.range(0, partitions)
              .mapToObj(number -> new TopicPartition(targetTopic, number))
              .toList();
      consumer.assign(all);
      consumer.seekToEnd(all);
      all.forEach(consumer::position);
      sender.start();
      int read = 0;
      long deadline = System.nanoTime() + warmUp.plus(measured).toNanos() + 60_000_000_000L;
      while (read < count) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          ByteBuffer key = ByteBuffer.wrap(record.key());
          delays[key.getInt()] = (System.nanoTime() - key.getLong()) / 1e6;
          read++;
        }
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException((count - read) + " records did not arrive");
        }
      }
    }
    double[] counted = Arrays.copyOfRange(delays, skipped, count);
    Arrays.sort(counted);
    return counted;
  }

  private void send(String topic, int count) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    byte[] value = Filler.value(new Random(1), VALUE_BYTES);
    Map<String, Object> settings =
        Map.of("bootstrap.servers", sourceBootstrap, "acks", "all", "linger.ms", 0);
    try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      long start = System.nanoTime();
      for (int number = 0; number < count; number++) {
        long due = start + number * TimeUnit.SECONDS.toNanos(1) / recordsPerSecond;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        byte[] key =
            ByteBuffer.allocate(Integer.BYTES + Long.BYTES)
                .putInt(number)
                .putLong(System.nanoTime())
                .array();
        var unused =
            producer.send(new ProducerRecord<>(topic, number % partitions, key, value));
      }
    }
  }

  /** The delay that a share of the records does not exceed. */
  static double percentile(double[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  }
}
