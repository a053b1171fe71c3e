package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.topology.Flow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Writes a flow's heartbeats at its source, on a thread of its own, in the format of MirrorMaker 2
 * (Heartbeat of Kafka's connect-mirror-client, version 0). Creates their topic when it is missing.
 */
public final class HeartbeatWriter implements AutoCloseable {
  /** Before it is tried again what did not succeed. */
  static final long RETRY_MS = 30_000;

  private static final short VERSION = 0;
  private static final int PARTITION = 0;

  /** A heartbeat that is lost is none that is missed. */
  private static final Duration CLOSE = Duration.ofMillis(500);

  private static final Logger LOG = Logger.getLogger(HeartbeatWriter.class);

  private final StateTopic topic = new StateTopic(Flow.heartbeatTopic(), 1, OptionalInt.empty());
  private final Flow flow;
  private final ClusterProperties source;
  private final String clientId;
  private final InstantSource clock;
  private final ScheduledExecutorService worker;
  private final Object lock = new Object();
  private KafkaProducer<byte[], byte[]> producer;
  private boolean closed;
  private long notBeforeMs;
  private volatile Failure trouble;

  /**
   * Begins at once.
   *
   * @param interval between two heartbeats
   */
  public HeartbeatWriter(
      Flow flow, ClusterProperties source, Duration interval, InstantSource clock) {
    this.flow = flow;
    this.source = source;
    this.clock = clock;
    this.clientId = "crosstide-heartbeats-" + flow.name();
    this.worker = NamedThreads.scheduler(clientId);
    worker.scheduleWithFixedDelay(this::beat, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Why there are no heartbeats at present; empty when there are. Any thread. */
  public Optional<Failure> trouble() {
    return Optional.ofNullable(trouble);
  }

  private void beat() {
    long nowMs = clock.millis();
    // A clock that is set back must not silence it.
    if (nowMs < notBeforeMs && nowMs >= notBeforeMs - RETRY_MS) {
      return;
    }
    try {
      write(nowMs);
      trouble = null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | ExecutionException | TimeoutException e) {
      // An exception would end the schedule.
      LOG.debugf(e, "flow=%s no heartbeat", flow.name());
      notBeforeMs = nowMs + RETRY_MS;
      trouble = failure(e);
      // The topic may be gone, or the producer may have given up for good.
      closeProducer();
    }
  }

  private void write(long nowMs) throws InterruptedException, ExecutionException, TimeoutException {
    var heartbeat =
        new ProducerRecord<>(
            topic.name(),
            PARTITION,
            nowMs,
            key(flow.source().alias(), flow.target().alias()),
            value(nowMs));
    opened().send(heartbeat).get(StateTopic.TIMEOUT_MS, TimeUnit.MILLISECONDS);
  }

  private Failure failure(Exception error) {
    if (error instanceof ClusterException known) {
      return known.failure();
    }
    return ClientErrors.failure(
        error,
        "writing heartbeats into topic " + topic.name() + " at " + source.cluster(),
        "CREATE, DESCRIBE and WRITE on Topic:" + topic.name() + " at " + source.cluster());
  }

  private KafkaProducer<byte[], byte[]> opened() {
    synchronized (lock) {
      if (producer != null) {
        return producer;
      }
    }
    try (Admin admin = Admin.create(source.forAdmin(clientId))) {
      topic.ensure(admin);
    }
    synchronized (lock) {
      if (closed) {
        throw new KafkaException("closed");
      }
      ByteArraySerializer bytes = new ByteArraySerializer();
      producer = new KafkaProducer<>(source.forStateWriter(clientId), bytes, bytes);
      return producer;
    }
  }

  /** Two of the protocol's strings: the aliases of source and target. */
  static byte[] key(String source, String target) {
    byte[] from = source.getBytes(StandardCharsets.UTF_8);
    byte[] to = target.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 * Short.BYTES + from.length + to.length)
        .putShort((short) from.length)
        .put(from)
        .putShort((short) to.length)
        .put(to)
        .array();
  }

  /** The version, and when it was written, milliseconds since the epoch. */
  static byte[] value(long nowMs) {
    return ByteBuffer.allocate(Short.BYTES + Long.BYTES).putShort(VERSION).putLong(nowMs).array();
  }

  private void closeProducer() {
    synchronized (lock) {
      if (producer != null) {
        producer.close(CLOSE);
        producer = null;
      }
    }
  }

  @Override
  public void close() {
    worker.shutdownNow();
    synchronized (lock) {
      closed = true;
      closeProducer();
    }
  }
}
