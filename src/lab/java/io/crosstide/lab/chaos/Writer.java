package io.crosstide.lab.chaos;

import io.crosstide.lab.RecordGenerator;
import io.crosstide.lab.TrafficSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * An application that writes to the source whatever happens to it: a record that fails is noted and
 * the next one sent; a producer that can't go on is replaced. Runs in a thread of its own.
 */
abstract class Writer implements Runnable {
  private static final long MAX_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final Duration CLOSE = Duration.ofSeconds(1);
  private static final Duration END = Duration.ofSeconds(150);

  final Acknowledged acknowledged;
  final RecordGenerator generator;
  private final Map<String, Object> settings;
  private final int recordsPerSecond;
  private volatile boolean stopped;
  private long sent;

  /**
   * @param settings of the producer, besides serializers
   */
  Writer(TrafficSpec spec, Map<String, Object> settings, Acknowledged acknowledged) {
    this.acknowledged = acknowledged;
    this.generator = new RecordGenerator(spec, 1, System::currentTimeMillis);
    this.recordsPerSecond = spec.recordsPerSecond();
    this.settings = new HashMap<>(settings);
    this.settings.put("acks", "all");
    this.settings.put("max.block.ms", 10_000);
    // A frozen broker must not take a producer's time for the whole run.
    this.settings.put("request.timeout.ms", 5_000);
    this.settings.put("metadata.max.age.ms", 2_000);
  }

  /** Sends one record or one transaction; gives how many records that were. */
  abstract int write(KafkaProducer<byte[], byte[]> producer);

  /** Makes a new producer ready. */
  abstract void prepare(KafkaProducer<byte[], byte[]> producer);

  @Override
  public void run() {
    long start = System.nanoTime();
    while (!stopped) {
      KafkaProducer<byte[], byte[]> producer = producer();
      try {
        prepare(producer);
        while (!stopped) {
          sent += write(producer);
          pace(start);
        }
        // All that is under way ends: acknowledged, or expired.
        producer.close(END);
      } catch (KafkaException replaced) {
        producer.close(CLOSE);
      }
    }
  }

  private KafkaProducer<byte[], byte[]> producer() {
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaProducer<>(settings, bytes, bytes);
  }

  private void pace(long start) {
    long due = start + sent * TimeUnit.SECONDS.toNanos(1) / recordsPerSecond;
    for (long wait = due - System.nanoTime();
        wait > 0 && !stopped;
        wait = due - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(wait, MAX_NAP_NANOS));
    }
  }

  /** From any thread; the run ends when all is acknowledged or given up, 150 s at most. */
  final void stop() {
    stopped = true;
  }
}
