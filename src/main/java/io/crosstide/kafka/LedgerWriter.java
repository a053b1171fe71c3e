package io.crosstide.kafka;

import io.crosstide.ledger.Checkpoint;
import io.crosstide.ledger.Note;
import io.crosstide.ledger.Segment;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes checkpoints into the ledger topic. */
final class LedgerWriter implements AutoCloseable {
  /**
   * What is not flushed by then is written anew by whoever owns the lane next; all of the program
   * ends within 10 s.
   */
  private static final Duration CLOSE = Duration.ofMillis(500);

  private final String topic;
  private final int partitions;
  private final KafkaProducer<byte[], byte[]> producer;

  LedgerWriter(ClusterProperties cluster, String clientId, String topic, int partitions) {
    this.topic = topic;
    this.partitions = partitions;
    ByteArraySerializer bytes = new ByteArraySerializer();
    this.producer = new KafkaProducer<>(cluster.forStateWriter(clientId), bytes, bytes);
  }

  /**
   * Sends all of a checkpoint; {@code done} gets null once everything is acknowledged, else the
   * first error. Notes go before segments, which may rest on them, and sealed segments before the
   * open one.
   */
  void store(LedgerKey key, Checkpoint checkpoint, Consumer<Exception> done) {
    int records = checkpoint.records();
    if (records == 0) {
      done.accept(null);
      return;
    }
    Callback each = each(records, done);
    int partition = key.storedIn(partitions);
    int chapter = checkpoint.chapter();
    for (Note note : checkpoint.notes()) {
      send(partition, key.note(note.id()), note.encoded(), each);
    }
    for (Segment segment : checkpoint.segments()) {
      send(partition, key.segment(chapter, segment.base()), segment.encoded(), each);
    }
    for (long base : checkpoint.forgotten()) {
      send(partition, key.segment(chapter, base), null, each);
    }
    for (String id : checkpoint.forgottenNotes()) {
      send(partition, key.note(id), null, each);
    }
  }

  private static Callback each(int records, Consumer<Exception> done) {
    AtomicInteger left = new AtomicInteger(records);
    AtomicReference<Exception> first = new AtomicReference<>();
    return (metadata, error) -> {
      if (error != null) {
        first.compareAndSet(null, error);
      }
      if (left.decrementAndGet() == 0) {
        done.accept(first.get());
      }
    };
  }

  private void send(int partition, byte[] key, byte[] value, Callback each) {
    AtomicReference<Callback> once = new AtomicReference<>(each);
    Callback called =
        (metadata, error) -> {
          Callback callback = once.getAndSet(null);
          if (callback != null) {
            callback.onCompletion(metadata, error);
          }
        };
    try {
      producer.send(new ProducerRecord<>(topic, partition, key, value), called);
    } catch (KafkaException | IllegalStateException e) {
      // Closed or interrupted: the client may or may not have called back before it threw.
      called.onCompletion(null, e);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
