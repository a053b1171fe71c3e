package io.crosstide.bench;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes a {@link Load} into a topic that exists; the same load is the same records. */
final class Filler {
  private static final int SEED = 7;
  private static final int DIFFERENT_VALUES = 4_096;
  private static final long COMMIT_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final String bootstrap;
  private final Load load;

  Filler(String bootstrap, Load load) {
    this.bootstrap = bootstrap;
    this.load = load;
  }

  /**
   * @throws IllegalStateException when the broker refuses a record
   */
  void fill(String topic) {
    AtomicReference<Exception> failure = new AtomicReference<>();
    byte[][] values = values();
    Random random = new Random(SEED);
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (var producer = new KafkaProducer<>(settings(topic), bytes, bytes)) {
      Transactions transactions = new Transactions(producer);
      transactions.begin();
      int partition = 0;
      for (long number = 0; number < load.records(); number++) {
        // A stretch goes to one partition, so that its batches fill though there are many partitions.
        if (number % stretch() == 0) {
          partition = partition(random);
          transactions.renew();
        }
        byte[] key = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
        byte[] value = values[random.nextInt(DIFFERENT_VALUES)];
        var unused = producer.send(
            new ProducerRecord<>(topic, partition, key, value),
            (metadata, exception) -> {
              if (exception != null) {
                failure.compareAndSet(null, exception);
              }
            });
      }
      transactions.end();
      producer.flush();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("can't fill " + topic, failure.get());
    }
  }

  private Map<String, Object> settings(String topic) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("acks", "all");
    settings.put("compression.type", load.compression());
    settings.put("batch.size", load.batchBytes());
    settings.put("linger.ms", 200);
    settings.put("buffer.memory", 256L << 20);
    settings.put("max.request.size", 8 << 20);
    if (load.transactional()) {
      settings.put("transactional.id", "fill-" + topic);
    }
    return settings;
  }

  private long stretch() {
    return Math.max(1, 4L * load.batchBytes() / load.recordBytes());
  }

  private int partition(Random random) {
    int busy = Math.max(1, load.partitions() / 10);
    return load.skewed() && random.nextBoolean()
        ? random.nextInt(busy)
        : random.nextInt(load.partitions());
  }

  private byte[][] values() {
    Random random = new Random(SEED);
    byte[][] values = new byte[DIFFERENT_VALUES][];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(random, load.recordBytes());
    }
    return values;
  }

  /** JSON of exactly this size, as compressible as an order of a shop is. */
  static byte[] value(Random random, int size) {
    StringBuilder json = new StringBuilder(size + 80).append("{\"lines\":[");
    while (json.length() < size) {
      json.append("{\"article\":\"").append(Long.toHexString(random.nextLong()));
      json.append("\",\"count\":").append(1 + random.nextInt(9));
      json.append(",\"price\":").append(random.nextInt(100_000)).append("},");
    }
    json.setLength(Math.max(0, size - 3));
    return json.append("0]}").substring(0, size).getBytes(StandardCharsets.US_ASCII);
  }

  /** Commits every 100 ms; does nothing for a load without transactions. */
  private final class Transactions {
    private final KafkaProducer<byte[], byte[]> producer;
    private long begun;

    Transactions(KafkaProducer<byte[], byte[]> producer) {
      this.producer = producer;
    }

    void begin() {
      if (load.transactional()) {
        producer.initTransactions();
        producer.beginTransaction();
        begun = System.nanoTime();
      }
    }

    void renew() {
      if (load.transactional() && System.nanoTime() - begun > COMMIT_EVERY_NANOS) {
        producer.commitTransaction();
        producer.beginTransaction();
        begun = System.nanoTime();
      }
    }

    void end() {
      if (load.transactional()) {
        producer.commitTransaction();
      }
    }
  }
}
