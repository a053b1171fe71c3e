package io.crosstide.flow;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes to every partition of a topic in turns, a record each about every 10 ms, until stopped.
 */
final class SteadyWriter implements AutoCloseable {
  private static final long PAUSE_NANOS = 10_000_000;

  private final KafkaProducer<byte[], byte[]> producer;
  private final Thread thread;
  private volatile boolean stopping;
  private long written;
  private final AtomicLong acknowledged = new AtomicLong();

  SteadyWriter(String bootstrap, String topic, int partitions) {
    producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    thread = Thread.ofPlatform().start(() -> write(topic, partitions));
  }

  private void write(String topic, int partitions) {
    while (!stopping) {
      for (int partition = 0; partition < partitions; partition++) {
        byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(written).array();
        written++;
        producer.send(new ProducerRecord<>(topic, partition, value, value), this::answered);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    producer.flush();
  }

  private void answered(RecordMetadata at, Exception error) {
    if (error == null) {
      acknowledged.incrementAndGet();
    }
  }

  /** How many records are acknowledged; of others, on a slow machine, nobody knows. */
  long stop() throws InterruptedException {
    stopping = true;
    thread.join();
    return acknowledged.get();
  }

  @Override
  public void close() throws InterruptedException {
    stopping = true;
    thread.join();
    producer.close();
  }
}
