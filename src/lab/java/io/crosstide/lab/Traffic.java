package io.crosstide.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Real traffic into one cluster: an idempotent producer per compression, from tiny batches to large
 * ones, and a transactional producer that commits and aborts. Seeded, see {@link TrafficSpec}.
 */
public final class Traffic implements AutoCloseable {
  private static final long MAX_NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Compression, batch.size and linger.ms of each idempotent producer. */
  private record Style(String compression, int batchBytes, int lingerMs) {}

  private static final List<Style> STYLES =
      List.of(
          new Style("none", 200, 0),
          new Style("none", 16_384, 2),
          new Style("gzip", 16_384, 5),
          new Style("snappy", 65_536, 10),
          new Style("lz4", 65_536, 10),
          new Style("zstd", 262_144, 20));

  private final TrafficSpec spec;
  private final RecordGenerator generator;
  private final List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();
  private final KafkaProducer<byte[], byte[]> transactional;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private volatile boolean stopped;
  private final AtomicLong visible = new AtomicLong();
  private long appended;

  public Traffic(String bootstrap, TrafficSpec spec) {
    this.spec = spec;
    this.generator = new RecordGenerator(spec, STYLES.size(), System::currentTimeMillis);
    STYLES.forEach(style -> producers.add(producer(bootstrap, style, Map.of())));
    this.transactional =
        producer(
            bootstrap,
            new Style("lz4", 16_384, 5),
            Map.of("transactional.id", "traffic-" + spec.origin()));
  }

  /** Creates what does not exist yet. */
  public static void createTopics(Admin admin, List<TrafficTopic> topics) {
    topics.forEach(topic -> Topics.createUnlessThere(admin, topic.toCreate()));
  }

  private static KafkaProducer<byte[], byte[]> producer(
      String bootstrap, Style style, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("bootstrap.servers", bootstrap);
    settings.put("acks", "all");
    settings.put("compression.type", style.compression());
    settings.put("batch.size", style.batchBytes());
    settings.put("linger.ms", style.lingerMs());
    settings.put("buffer.memory", 8 << 20);
    ByteArraySerializer bytes = new ByteArraySerializer();
    return new KafkaProducer<>(settings, bytes, bytes);
  }

  /**
   * Writes until all records are acknowledged or {@link #stop()} is called; call it once.
   *
   * @throws IllegalStateException when the cluster refuses a record
   */
  public void run() {
    transactional.initTransactions();
    long start = System.nanoTime();
    while (!stopped && visible() < spec.records() && failure.get() == null) {
      TrafficStep step = generator.next(spec.records() - visible());
      switch (step) {
        case TrafficStep.Plain plain -> send(producers.get(plain.producer()), plain.record());
        case TrafficStep.Transaction transaction -> transact(transaction);
      }
      visible.addAndGet(step.visible());
      appended += step.appended();
      pace(start);
    }
    producers.forEach(KafkaProducer::flush);
    if (failure.get() != null) {
      throw new IllegalStateException("traffic for " + spec.origin() + " failed", failure.get());
    }
  }

  private void send(KafkaProducer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
    var unused = producer.send(
        record,
        (metadata, exception) -> {
          if (exception != null) {
            failure.compareAndSet(null, exception);
          }
        });
  }

  private void transact(TrafficStep.Transaction transaction) {
    transactional.beginTransaction();
    transaction.records().forEach(record -> send(transactional, record));
    if (transaction.commit()) {
      transactional.commitTransaction();
    } else {
      // Without the flush the records would be dropped before they reach the log.
      transactional.flush();
      transactional.abortTransaction();
    }
  }

  private void pace(long start) {
    if (spec.recordsPerSecond() == 0) {
      return;
    }
    long due = start + appended * TimeUnit.SECONDS.toNanos(1) / spec.recordsPerSecond();
    for (long wait = due - System.nanoTime(); wait > 0 && !stopped; wait = due - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(wait, MAX_NAP_NANOS));
    }
  }

  /** Records sent so far that readers of committed data see. */
  public long visible() {
    return visible.get();
  }

  /** Makes {@link #run()} return soon; from any thread. */
  public void stop() {
    stopped = true;
  }

  @Override
  public void close() {
    stop();
    producers.forEach(producer -> producer.close(Duration.ofSeconds(1)));
    transactional.close(Duration.ofSeconds(1));
  }
}
