package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Utils;
import org.jboss.logging.Logger;

/** Writes registrations into the target's registry, which it creates at the first one. */
final class RegistryWriter implements AutoCloseable {
  /** One partition: the topic is tiny, and one read to its end covers it all. */
  static final int PARTITION = 0;

  /** Registrations that wait to be sent. */
  static final int MAX_WAITING = 65_536;

  /**
   * A flow that reads this cluster takes a missing registry for an empty one. So a registry is
   * first written to when its creation has had time to reach every broker.
   */
  static final long SETTLE_MS = 1_000;

  /** A registration without an answer is made again; all of the program ends within 10 s. */
  private static final Duration CLOSE = Duration.ofMillis(500);

  private static final Logger LOG = Logger.getLogger(RegistryWriter.class);

  private final ClusterProperties target;
  private final StateTopic topic;
  private final String clientId;
  private final ThreadPoolExecutor worker;
  private final Object lock = new Object();
  private KafkaProducer<byte[], byte[]> producer;
  private boolean closed;

  RegistryWriter(String flow, ClusterProperties target, StateTopic topic) {
    this.target = target;
    this.topic = topic;
    this.clientId = "crosstide-registry-" + flow;
    this.worker = NamedThreads.worker(clientId + "-write", MAX_WAITING);
  }

  /** The answer is empty once the registration is durable, or says why it may not be. */
  void write(long producerId, Registration registration, Consumer<Optional<Failure>> answer) {
    try {
      worker.execute(() -> send(producerId, registration, answer));
    } catch (RejectedExecutionException e) {
      String detail = "registry is closed, or " + MAX_WAITING + " registrations wait";
      answer.accept(Optional.of(new Failure(Failure.Kind.TRANSIENT, "REGISTRY_BUSY", detail)));
    }
  }

  private void send(
      long producerId, Registration registration, Consumer<Optional<Failure>> answer) {
    ProducerRecord<byte[], byte[]> stored =
        new ProducerRecord<>(
            topic.name(), PARTITION, Registration.key(producerId), registration.encode());
    try {
      opened()
          .send(
              stored,
              (metadata, error) -> answer.accept(Optional.ofNullable(error).map(this::failure)));
    } catch (ClusterException e) {
      answer.accept(Optional.of(e.failure()));
    } catch (KafkaException | IllegalStateException e) {
      answer.accept(Optional.of(failure(e)));
    }
  }

  private Failure failure(Exception error) {
    return ClientErrors.failure(
        error,
        "registering a producer id in topic " + topic.name() + " at " + target.cluster(),
        "CREATE, DESCRIBE and WRITE on Topic:" + topic.name() + " at " + target.cluster());
  }

  private KafkaProducer<byte[], byte[]> opened() {
    if (producer == null) {
      prepare();
      synchronized (lock) {
        if (closed) {
          throw new IllegalStateException("registry is closed");
        }
        ByteArraySerializer bytes = new ByteArraySerializer();
        producer = new KafkaProducer<>(target.forStateWriter(clientId), bytes, bytes);
      }
    }
    return producer;
  }

  private void prepare() {
    try (Admin admin = Admin.create(target.forAdmin(clientId))) {
      topic.ensure(admin);
      if (isEmpty(admin)) {
        LOG.infof("topic=%s cluster=%s is new", topic.name(), target.cluster());
        Utils.sleep(SETTLE_MS);
      }
    }
  }

  private boolean isEmpty(Admin admin) {
    TopicPartition partition = new TopicPartition(topic.name(), PARTITION);
    var latest = admin.listOffsets(java.util.Map.of(partition, OffsetSpec.latest()));
    return StateTopic.answer(latest.partitionResult(partition)).offset() == 0;
  }

  @Override
  public void close() {
    worker.shutdownNow();
    synchronized (lock) {
      closed = true;
      if (producer != null) {
        producer.close(CLOSE);
      }
    }
  }
}
