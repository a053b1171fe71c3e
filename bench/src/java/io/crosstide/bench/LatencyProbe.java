package io.crosstide.bench;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
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
 * sent, on the one monotonic clock of this process. Begins with its construction.
 */
final class LatencyProbe implements AutoCloseable {
  static final int RECORDS_PER_SECOND = 1_000;
  static final int VALUE_BYTES = 512;

  /** Number of the record, and id of the probe. */
  private static final int KEY_BYTES = Integer.BYTES + Long.BYTES;

  /** No longer than this can records be sent. */
  private static final Duration LONGEST = Duration.ofMinutes(12);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final long ARRIVAL_TIMEOUT_SECONDS = 60;

  private final int partitions;
  private final long id = System.nanoTime();
  private final AtomicLongArray sentAt =
      new AtomicLongArray(RECORDS_PER_SECOND * (int) LONGEST.toSeconds());
  private final double[] delaysMs = new double[sentAt.length()];
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private final Future<Integer> sending;
  private final Future<Integer> reading;
  private volatile boolean stopped;
  private volatile int sent = Integer.MAX_VALUE;
  private volatile int read;

  /** The target topic exists; what lies there already is not looked at. */
  LatencyProbe(Place source, Place target, int partitions) {
    this.partitions = partitions;
    consumer = ContentDigest.consumer(target.bootstrap());
    List<TopicPartition> all =
        IntStream.range(0, partitions)
            .mapToObj(number -> new TopicPartition(target.topic(), number))
            .toList();
    consumer.assign(all);
    consumer.seekToEnd(all);
    all.forEach(consumer::position);
    reading = threads.submit(this::read);
    sending = threads.submit(() -> send(source));
  }

  /**
   * Delays in milliseconds, sorted, of all records sent in a time after a warm-up.
   *
   * @throws IllegalStateException when a record does not arrive within 60 s
   */
  static double[] run(
      Place source, Place target, int partitions, Duration warmUp, Duration measured) {
    try (LatencyProbe probe = new LatencyProbe(source, target, partitions)) {
      long from = System.nanoTime() + warmUp.toNanos();
      long to = from + measured.toNanos();
      while (System.nanoTime() < to && !probe.sending.isDone()) {
        LockSupport.parkNanos(to - System.nanoTime());
      }
      return probe.delays(from, to);
    }
  }

  /**
   * Sends no more, waits for what is under way, and gives the delays in milliseconds, sorted, of what
   * was sent between two moments of {@link System#nanoTime}.
   *
   * @throws IllegalStateException when a record does not arrive within 60 s
   */
  double[] delays(long from, long to) {
    stopped = true;
    try {
      int count = sending.get(ARRIVAL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      reading.get(ARRIVAL_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      return IntStream.range(0, count)
          .filter(number -> sentAt.get(number) >= from && sentAt.get(number) <= to)
          .mapToDouble(number -> delaysMs[number])
          .sorted()
          .toArray();
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          (sent - read) + " of " + sent + " records did not arrive", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the latency probe failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private int read() {
    try (consumer) {
      while (read < sent && !threads.isShutdown()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          long now = System.nanoTime();
          int number = numberOfOurs(record.key());
          if (number >= 0 && delaysMs[number] == 0) {
            delaysMs[number] = (now - sentAt.get(number)) / 1e6;
            read = read + 1;
          }
        }
      }
    }
    return read;
  }

  /** -1 for a record that is none of this probe's: an earlier one's, or one that lay there before. */
  private int numberOfOurs(byte[] key) {
    if (key.length != KEY_BYTES) {
      return -1;
    }
    ByteBuffer buffer = ByteBuffer.wrap(key);
    int number = buffer.getInt();
    return buffer.getLong() == id ? number : -1;
  }

  private int send(Place source) {
    ByteArraySerializer bytes = new ByteArraySerializer();
    byte[] value = Filler.value(new Random(1), VALUE_BYTES);
    Map<String, Object> settings =
        Map.of("bootstrap.servers", source.bootstrap(), "acks", "all", "linger.ms", 0);
    int number = 0;
    try (var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      long start = System.nanoTime();
      for (; number < sentAt.length() && !stopped; number++) {
        long due = start + number * TimeUnit.SECONDS.toNanos(1) / RECORDS_PER_SECOND;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        byte[] key = ByteBuffer.allocate(KEY_BYTES).putInt(number).putLong(id).array();
        sentAt.set(number, System.nanoTime());
        var unused =
            producer.send(new ProducerRecord<>(source.topic(), number % partitions, key, value));
      }
    }
    sent = number;
    return number;
  }

  /**
   * The delay that a share of the records does not exceed.
   *
   * @throws IllegalStateException when there is none
   */
  static double percentile(double[] sorted, double share) {
    if (sorted.length == 0) {
      throw new IllegalStateException("no record was sent in the time that counts");
    }
    return sorted[(int) Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
  }
}
