package io.crosstide.kafka;

import static org.awaitility.Awaitility.await;

import io.crosstide.lab.LabCluster;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.SourceContract;
import io.crosstide.mirror.SourcePort;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class KafkaSourceContractIT extends SourceContract {
  private static final long ANSWER_LOOK_NANOS = 1_000_000;
  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static LabCluster cluster;
  private static KafkaProducer<byte[], byte[]> plain;
  private static KafkaProducer<byte[], byte[]> transactional;

  @BeforeAll
  static void start() {
    cluster = LabCluster.started("source-contract");
    plain = producer(Map.of());
    transactional = producer(Map.of("transactional.id", "source-contract"));
    transactional.initTransactions();
  }

  @AfterAll
  static void stop() {
    plain.close();
    transactional.close();
    cluster.close();
  }

  @Override
  protected SourcePort connect(EventSink sink) {
    return new KafkaSource(
        "a->b", Map.of("bootstrap.servers", cluster.bootstrap()), SourceSettings.defaults(), sink);
  }

  @Override
  protected String freshTopic() {
    String topic = "source-contract-" + TOPICS.incrementAndGet();
    cluster.createTopic(topic, 1);
    return topic;
  }

  @Override
  protected void append(String topic, int count) {
    send(plain, topic, count);
  }

  @Override
  protected void begin(String topic, int count) {
    transactional.beginTransaction();
    send(transactional, topic, count);
  }

  @Override
  protected void end(String topic, boolean commit) {
    if (commit) {
      transactional.commitTransaction();
    } else {
      transactional.abortTransaction();
    }
    // Brokers answer before the marker is written.
    await()
        .until(
            () ->
                end(topic, IsolationLevel.READ_COMMITTED)
                    == end(topic, IsolationLevel.READ_UNCOMMITTED));
  }

  private static long end(String topic, IsolationLevel isolation) throws Exception {
    var partition = new TopicPartition(topic, 0);
    return cluster
        .admin()
        .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(isolation))
        .partitionResult(partition)
        .get(10, TimeUnit.SECONDS)
        .offset();
  }

  @Override
  protected void deleteBefore(String topic, long offset) {
    try {
      var bound = Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(offset));
      cluster.admin().deleteRecords(bound).all().get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected void goOn() {
    // The port has a thread of its own.
    LockSupport.parkNanos(ANSWER_LOOK_NANOS);
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> overrides) {
    // Long enough that what is sent at once leaves in one batch.
    var settings =
        new HashMap<String, Object>(
            Map.of("bootstrap.servers", cluster.bootstrap(), "linger.ms", "1000"));
    settings.putAll(overrides);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, int count) {
    for (int i = 0; i < count; i++) {
      producer.send(new ProducerRecord<>(topic, 0, null, new byte[8]));
    }
    producer.flush();
  }
}
