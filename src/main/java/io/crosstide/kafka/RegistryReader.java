package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Reads a cluster's registry when somebody asks, and only then. All who ask while a read is under
 * way share the next one: the end it goes to is looked up after they asked.
 */
final class RegistryReader implements AutoCloseable {
  /** Questions that wait for a read. */
  static final int MAX_WAITING = 65_536;

  private final ClusterProperties cluster;
  private final String topic;
  private final String clientId;
  private final BiConsumer<Long, Registration> sink;
  private final ThreadPoolExecutor worker;
  private final Object lock = new Object();
  private List<Consumer<Optional<Failure>>> waiting = new ArrayList<>();
  private boolean reading;
  private boolean closed;
  private StateReader reader;

  /**
   * @param clientId of the client, and of the thread
   * @param sink takes every registration, on that thread
   */
  RegistryReader(
      ClusterProperties cluster,
      String topic,
      String clientId,
      BiConsumer<Long, Registration> sink) {
    this.cluster = cluster;
    this.topic = topic;
    this.clientId = clientId;
    this.sink = sink;
    this.worker = NamedThreads.worker(clientId + "-read", 1);
  }

  /** The answer is empty once everything was read that was there before, or says why not. */
  void ask(Consumer<Optional<Failure>> question) {
    synchronized (lock) {
      if (!closed && waiting.size() < MAX_WAITING) {
        waiting.add(question);
        if (!reading) {
          reading = true;
          worker.execute(this::readForAll);
        }
        return;
      }
    }
    question.accept(Optional.of(refusal()));
  }

  private Failure refusal() {
    return new Failure(
        Failure.Kind.TRANSIENT,
        "REGISTRY_BUSY",
        "registry is closed, or %d producer ids wait to be looked up".formatted(MAX_WAITING));
  }

  private void readForAll() {
    for (List<Consumer<Optional<Failure>>> asked = next(); !asked.isEmpty(); asked = next()) {
      Optional<Failure> failure = read();
      asked.forEach(question -> question.accept(failure));
    }
  }

  private List<Consumer<Optional<Failure>>> next() {
    synchronized (lock) {
      List<Consumer<Optional<Failure>>> asked = waiting;
      waiting = new ArrayList<>();
      reading = !asked.isEmpty();
      return asked;
    }
  }

  private Optional<Failure> read() {
    try {
      // Without the topic nobody mirrors into the source. The next unknown id looks again.
      opened().readToEnd(this::take);
      return Optional.empty();
    } catch (ClusterException e) {
      drop();
      return Optional.of(e.failure());
    } catch (KafkaException | IllegalStateException e) {
      drop();
      return Optional.of(
          ClientErrors.failure(
              e,
              "reading topic " + topic + " at " + cluster.cluster(),
              "READ and DESCRIBE on Topic:" + topic + " at cluster " + cluster.cluster()));
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> stored) {
    Registration.producerId(stored.key())
        .ifPresent(
            producerId -> {
              if (stored.value() != null) {
                sink.accept(producerId, Registration.decode(stored));
              }
            });
  }

  private StateReader opened() {
    synchronized (lock) {
      if (closed) {
        throw new IllegalStateException("registry is closed");
      }
      if (reader == null) {
        reader = new StateReader(cluster.forStateReader(clientId), topic);
      }
      return reader;
    }
  }

  /** A new client next time, which begins at the start of the topic: it is small. */
  private void drop() {
    StateReader old;
    synchronized (lock) {
      old = reader;
      reader = null;
    }
    if (old != null) {
      old.close();
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (reader != null) {
        reader.wakeup();
      }
    }
    try {
      worker.execute(this::drop);
    } catch (RejectedExecutionException e) {
      // One task waits already; the reader is closed by the one that runs, woken up just now.
    }
    worker.shutdown();
  }
}
