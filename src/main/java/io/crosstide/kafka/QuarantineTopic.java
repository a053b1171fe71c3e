package io.crosstide.kafka;

import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.ParkedRecord;
import io.crosstide.mirror.QuarantinePort;
import io.crosstide.reconcile.Outcome;
import io.crosstide.reconcile.TopicChange.CreateTopic;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records that a target's topics refuse, in a topic of their own at the target that takes anything:
 * each as it was, with headers that say where it comes from and why it is here. Never deleted by
 * age. One record at a time, on a thread that is there only while there is something to do.
 */
public final class QuarantineTopic implements QuarantinePort {
  /** Name of the topic. */
  public static final String TOPIC = "__crosstide-quarantine";

  /** Larger records can't be parked: their lane stops. */
  static final int MAX_RECORD_BYTES = 64 << 20;

  /** Lanes that may wait with a record; more than a process has is not needed. */
  private static final int MAX_QUEUED = 100_000;

  private static final int MAX_REPLICAS = 3;
  private static final Duration CLOSE = Duration.ofMillis(500);
  private static final String FOR_EVER = Long.toString(Long.MAX_VALUE);
  private static final String RIGHTS = "CREATE, DESCRIBE and WRITE on Topic:" + TOPIC;

  private final String flow;
  private final ClusterProperties target;
  private final EventSink sink;
  private final ThreadPoolExecutor worker;

  /** Made by the worker. */
  private volatile KafkaProducer<byte[], byte[]> producer;

  /** Connects with the first record. */
  public QuarantineTopic(String flow, ClusterProperties target, EventSink sink) {
    this.flow = flow;
    this.target = target;
    this.sink = sink;
    this.worker = NamedThreads.worker("crosstide-quarantine-" + flow, MAX_QUEUED);
  }

  @Override
  public void park(LaneId lane, long term, ParkedRecord record) {
    try {
      worker.execute(() -> sink.deliver(new Delivery(lane, term, tryToPark(lane, record))));
    } catch (RejectedExecutionException e) {
      sink.deliver(new Delivery(lane, term, failed(Failures.closed())));
    }
  }

  private static LaneEvent failed(Failure failure) {
    return new LaneEvent.OperationFailed("park", failure);
  }

  private LaneEvent tryToPark(LaneId lane, ParkedRecord record) {
    try {
      if (producer == null) {
        ensureTopic();
        ByteArraySerializer bytes = new ByteArraySerializer();
        String id = "crosstide-quarantine-" + flow;
        producer = new KafkaProducer<>(target.forQuarantine(id), bytes, bytes);
      }
      producer.send(withOrigin(lane, record)).get();
      return new LaneEvent.Parked();
    } catch (ExecutionException | KafkaException e) {
      return failed(
          ClientErrors.failure(e, "writing topic " + TOPIC + " at " + target.cluster(), RIGHTS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(Failures.closed());
    } catch (ClusterException e) {
      return failed(e.failure());
    } catch (RuntimeException e) {
      return failed(new Failure(Failure.Kind.REFUSED, "INTERNAL_ERROR", e.toString()));
    }
  }

  private static ProducerRecord<byte[], byte[]> withOrigin(LaneId lane, ParkedRecord parked) {
    Record record =
        MemoryRecords.readableRecords(parked.batch().duplicate()).records().iterator().next();
    long timestamp = Math.max(0, record.timestamp());
    var sent =
        new ProducerRecord<>(
            TOPIC,
            0,
            timestamp,
            bytes(record.key()),
            bytes(record.value()),
            List.of(record.headers()));
    Origin.of(lane, parked, record.timestamp()).addTo(sent.headers());
    return sent;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    if (buffer == null) {
      return null;
    }
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private void ensureTopic() {
    try (Admin admin = Admin.create(target.forAdmin("crosstide-quarantine-" + flow))) {
      try {
        StateTopic.answer(admin.describeTopics(List.of(TOPIC)).allTopicNames());
        return;
      } catch (UnknownTopicOrPartitionException missing) {
        // created below
      }
      int brokers = StateTopic.answer(admin.describeCluster().nodes()).size();
      int replicas = Math.min(MAX_REPLICAS, Math.max(1, brokers));
      CreateTopic create =
          new CreateTopic(TOPIC, 1, OptionalInt.of(replicas), configs(replicas), "quarantine");
      Outcome outcome = new TopicChanges(admin).apply(List.of(create)).getFirst();
      if (outcome instanceof Outcome.Refused(String topic, String reason)) {
        throw new ClusterException(new Failure(Failure.Kind.REFUSED, "REFUSED", reason), null);
      }
    }
  }

  /** What takes every record that any topic takes. */
  private static Map<String, String> configs(int replicas) {
    return Map.of(
        "cleanup.policy", "delete",
        "retention.ms", "-1",
        "retention.bytes", "-1",
        "compression.type", "producer",
        "max.message.bytes", Integer.toString(MAX_RECORD_BYTES),
        "message.timestamp.type", "CreateTime",
        "message.timestamp.before.max.ms", FOR_EVER,
        "message.timestamp.after.max.ms", FOR_EVER,
        "min.insync.replicas", replicas >= MAX_REPLICAS ? "2" : "1",
        "unclean.leader.election.enable", "false");
  }

  @Override
  public void close() {
    worker.shutdownNow();
    KafkaProducer<byte[], byte[]> open = producer;
    if (open != null) {
      open.close(CLOSE);
    }
  }
}
