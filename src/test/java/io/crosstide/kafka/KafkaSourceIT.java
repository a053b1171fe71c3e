package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.batch.AbortedTransaction;
import io.crosstide.lab.LabCluster;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.FetchedChunk;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.SourcePosition;
import io.crosstide.topology.StartPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaSourceIT {
  private static final String FLOW = "nyc->lon";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static LabCluster cluster;

  private final Received received = new Received();
  private KafkaSource source;

  @BeforeAll
  static void start() {
    cluster = LabCluster.started("source");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void close() {
    if (source != null) {
      source.close();
    }
  }

  @Test
  void shouldFetchEverythingInOrderOverSeveralPartitions() {
    String topic = topic(4);
    produce(topic, 4, 5_000, 400, Map.of("compression.type", "lz4"));
    connect(SourceSettings.defaults());

    for (int partition = 0; partition < 4; partition++) {
      source.assign(lane(topic, partition), 1, SourcePosition.at(0));
    }

    for (int partition = 0; partition < 4; partition++) {
      awaitOffsets(lane(topic, partition), 0, 5_000);
    }
    assertThat(source.bufferedBytes()).isZero();
  }

  @Test
  void shouldGoOnWithEveryLaneAfterAnError() {
    String topic = topic(2);
    produce(topic, 2, 1_000, 400, Map.of());
    connect(SourceSettings.defaults());
    received.failWith(new OutOfMemoryError("planned"));

    source.assign(lane(topic, 0), 1, SourcePosition.at(0));
    source.assign(lane(topic, 1), 1, SourcePosition.at(0));

    awaitOffsets(lane(topic, 0), 0, 1_000);
    awaitOffsets(lane(topic, 1), 0, 1_000);
    assertThat(source.alive()).isTrue();
    assertThat(source.bufferedBytes()).isZero();
  }

  @Test
  void shouldGoOnWithOtherLanesWhenOneNeverReleases() {
    String topic = topic(4);
    produce(topic, 4, 3_000, 1_000, Map.of());
    long budget = SourceSettings.MIN_BUFFER_BYTES;
    connect(new SourceSettings(true, budget));
    LaneId stuck = lane(topic, 0);
    received.stick(stuck);

    source.assign(stuck, 1, SourcePosition.at(0));
    await().atMost(PATIENCE).until(() -> source.bufferedBytes() > 0);
    for (int partition = 1; partition < 4; partition++) {
      source.assign(lane(topic, partition), 1, SourcePosition.at(0));
    }

    for (int partition = 1; partition < 4; partition++) {
      awaitOffsets(lane(topic, partition), 0, 3_000);
    }
    assertThat(source.bufferedBytes()).isPositive().isLessThan(budget);
    assertThat(received.offsets(stuck)).hasSizeLessThan(3_000);
    received.release(stuck);
    awaitOffsets(stuck, 0, 3_000);
    assertThat(source.bufferedBytes()).isZero();
  }

  @Test
  void shouldMoveALaneBesideTwoHundredThatNeverRelease() {
    String slow = topic(200);
    String fast = topic(1);
    produce(slow, 200, 20, 10_000, Map.of());
    produce(fast, 1, 1_000, 10_000, Map.of());
    connect(SourceSettings.defaults());
    for (int partition = 0; partition < 200; partition++) {
      received.stick(lane(slow, partition));
      source.assign(lane(slow, partition), 1, SourcePosition.at(0));
    }
    await()
        .atMost(PATIENCE)
        .until(
            () -> IntStream.range(0, 200).noneMatch(i -> received.chunks(lane(slow, i)).isEmpty()));

    source.assign(lane(fast, 0), 1, SourcePosition.at(0));

    awaitOffsets(lane(fast, 0), 0, 1_000);
    assertThat(source.bufferedBytes())
        .isLessThanOrEqualTo(SourceSettings.defaults().bufferBytes() / 2);
  }

  @Test
  void shouldFetchABatchLargerThanAFetchAsksFor() {
    String topic = topic(2, Map.of("max.message.bytes", "4000000"));
    produce(topic, 2, 3, 2_500_000, Map.of("max.request.size", "4000000"));
    connect(new SourceSettings(true, SourceSettings.MIN_BUFFER_BYTES));

    source.assign(lane(topic, 0), 1, SourcePosition.at(0));
    source.assign(lane(topic, 1), 1, SourcePosition.at(0));

    awaitOffsets(lane(topic, 0), 0, 3);
    awaitOffsets(lane(topic, 1), 0, 3);
  }

  @Test
  void shouldListAbortedTransactionsAndHoldBackOpenOnes() {
    String topic = topic(1);
    LaneId lane = lane(topic, 0);
    connect(SourceSettings.defaults());
    try (var producer = transactional("source-it-" + topic)) {
      transaction(producer, topic, 10).abortTransaction();
      transaction(producer, topic, 10).commitTransaction();
      transaction(producer, topic, 5);

      source.assign(lane, 1, SourcePosition.at(0));
      awaitOffsets(lane, LongStream.range(0, 21).filter(offset -> offset != 10).boxed().toList());

      assertThat(received.chunks(lane).stream().flatMap(chunk -> chunk.aborted().stream()))
          .extracting(AbortedTransaction::firstOffset)
          .containsExactly(0L);
      FetchedChunk last = received.chunks(lane).getLast();
      assertThat(last.lastStableOffset()).isEqualTo(22);
      assertThat(last.highWatermark()).isEqualTo(27);

      producer.commitTransaction();
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(received.offsets(lane)).endsWith(25L, 26L));
    }
  }

  @Test
  void shouldBeginInsideABatch() {
    String topic = topic(1);
    LaneId lane = lane(topic, 0);
    produce(topic, 1, 20, 10, Map.of("linger.ms", "100"));
    connect(SourceSettings.defaults());

    source.assign(lane, 1, SourcePosition.at(7));

    awaitOffsets(lane, 7, 20);
    FetchedChunk chunk = received.chunks(lane).getFirst();
    assertThat(chunk.fetchOffset()).isEqualTo(7);
    assertThat(chunk.records().getLong(chunk.records().position())).isZero();
  }

  @Test
  void shouldTellTheBoundsWhenTheOffsetIsNotInTheLog() throws Exception {
    String topic = topic(1);
    produce(topic, 1, 20, 10, Map.of());
    TopicPartition partition = new TopicPartition(topic, 0);
    cluster.admin().deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(5))).all().get();
    connect(SourceSettings.defaults());
    LaneId lane = lane(topic, 0);
    source.assign(lane, 1, SourcePosition.at(1_000));
    source.assign(lane, 2, SourcePosition.at(2));

    await().atMost(PATIENCE).until(() -> failures(lane).size() == 1);
    LaneEvent.FetchFailed failed = failures(lane).getFirst();
    assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.OUT_OF_RANGE);
    assertThat(failed.logStartOffset()).isEqualTo(5);
    assertThat(failed.logEndOffset()).isEqualTo(20);
    assertThat(received.events(lane, 1)).isEmpty();
    source.assign(lane, 3, SourcePosition.at(1_000));
    await().atMost(PATIENCE).until(() -> failures(lane).size() == 2);
  }

  @Test
  void shouldTellAnIdleLaneItsBounds() {
    String topic = topic(1);
    produce(topic, 1, 20, 10, Map.of());
    connect(SourceSettings.defaults());
    LaneId lane = lane(topic, 0);

    source.assign(lane, 1, SourcePosition.at(20));

    await().atMost(PATIENCE).until(() -> !received.chunks(lane).isEmpty());
    FetchedChunk chunk = received.chunks(lane).getFirst();
    assertThat(chunk.records().hasRemaining()).isFalse();
    assertThat(chunk.highWatermark()).isEqualTo(20);
    assertThat(chunk.lastStableOffset()).isEqualTo(20);
    assertThat(chunk.logStartOffset()).isZero();
  }

  @Test
  void shouldFindWhereToBegin() {
    String topic = topic(1);
    Instant young = Instant.now().minusSeconds(3_600);
    cluster.produce(
        List.of(
            new ProducerRecord<>(topic, 0, young.toEpochMilli() - 10, null, new byte[10]),
            new ProducerRecord<>(topic, 0, young.toEpochMilli(), null, new byte[10]),
            new ProducerRecord<>(topic, 0, young.toEpochMilli() + 10, null, new byte[10])),
        Map.of());
    connect(SourceSettings.defaults());
    LaneId lane = lane(topic, 0);

    source.findStart(lane, 1, new StartPosition.Earliest());
    source.findStart(lane, 2, new StartPosition.Latest());
    source.findStart(lane, 3, new StartPosition.At(young));
    source.findStart(lane, 4, new StartPosition.At(young.plusSeconds(10)));

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(received.events(lane, 1)).containsExactly(new LaneEvent.StartFound(0));
              assertThat(received.events(lane, 2)).containsExactly(new LaneEvent.StartFound(3));
              assertThat(received.events(lane, 3)).containsExactly(new LaneEvent.StartFound(1));
              assertThat(received.events(lane, 4)).containsExactly(new LaneEvent.StartFound(3));
            });
  }

  @Test
  void shouldShowTroubleUntilTheTopicIsThere() {
    String topic = "source-it-later";
    LaneId lane = lane(topic, 0);
    connect(SourceSettings.defaults());

    source.assign(lane, 1, SourcePosition.at(0));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                source.trouble(lane) != null
                    && source.trouble(lane).error().equals("UNKNOWN_TOPIC_OR_PARTITION"));
    cluster.createTopic(topic, 1);
    produce(topic, 1, 20, 10, Map.of());

    awaitOffsets(lane, 0, 20);
    await().atMost(PATIENCE).until(() -> source.trouble(lane) == null);
    assertThat(failures(lane)).isEmpty();
  }

  @Test
  void shouldDropWhatAnOlderAssignmentAskedFor() {
    String topic = topic(1);
    produce(topic, 1, 200, 10, Map.of("batch.size", "0"));
    connect(SourceSettings.defaults());
    LaneId lane = lane(topic, 0);
    source.assign(lane, 1, SourcePosition.at(200));
    await().atMost(PATIENCE).until(() -> !received.events(lane, 1).isEmpty());
    int before = received.chunks(lane).size();

    // A fetch of the older assignment is waiting at the broker when this record arrives there.
    source.assign(lane, 2, SourcePosition.at(100));
    produce(topic, 1, 1, 10, Map.of());

    await().atMost(PATIENCE).until(() -> received.offsets(lane).contains(200L));
    await().atMost(PATIENCE).until(() -> received.offsets(lane).contains(100L));
    FetchedChunk first = ((LaneEvent.Fetched) received.events(lane, 2).getFirst()).chunk();
    assertThat(received.chunks(lane)).hasSizeGreaterThan(before);
    assertThat(first.fetchOffset()).isEqualTo(100);
    assertThat(first.records().getLong(first.records().position())).isEqualTo(100);
  }

  @Test
  void shouldGoOnAfterTheBrokerWasAway() {
    try (LabCluster restarted = LabCluster.started("restarted")) {
      restarted.createTopic("orders", 2);
      fill(restarted, "orders", 2, 500, 100, Map.of());
      source = connected(restarted, SourceSettings.defaults());
      source.assign(lane("orders", 0), 1, SourcePosition.at(0));
      source.assign(lane("orders", 1), 1, SourcePosition.at(0));
      awaitOffsets(lane("orders", 0), 0, 500);

      restarted.stop();
      await().atMost(PATIENCE).until(() -> source.trouble(lane("orders", 0)) != null);
      restarted.start();
      fill(restarted, "orders", 2, 500, 100, Map.of());

      awaitOffsets(lane("orders", 0), 0, 1_000);
      awaitOffsets(lane("orders", 1), 0, 1_000);
      await().atMost(PATIENCE).until(() -> source.trouble(lane("orders", 0)) == null);
      source.close();
    }
  }

  private void connect(SourceSettings settings) {
    source = connected(cluster, settings);
  }

  private KafkaSource connected(LabCluster to, SourceSettings settings) {
    return new KafkaSource(FLOW, Map.of("bootstrap.servers", to.bootstrap()), settings, received);
  }

  private static LaneId lane(String topic, int partition) {
    return new LaneId(FLOW, topic, partition);
  }

  private static String topic(int partitions) {
    return topic(partitions, Map.of());
  }

  private static String topic(int partitions, Map<String, String> configs) {
    String topic = "source-it-" + TOPICS.incrementAndGet();
    cluster.createTopic(topic, partitions, configs);
    return topic;
  }

  private static void produce(
      String topic, int partitions, int each, int bytes, Map<String, Object> overrides) {
    fill(cluster, topic, partitions, each, bytes, overrides);
  }

  private static void fill(
      LabCluster at,
      String topic,
      int partitions,
      int each,
      int bytes,
      Map<String, Object> overrides) {
    Random random = new Random(42);
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < each; i++) {
      for (int partition = 0; partition < partitions; partition++) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        records.add(new ProducerRecord<>(topic, partition, null, value));
      }
    }
    at.produce(records, overrides);
  }

  private static KafkaProducer<byte[], byte[]> transactional(String id) {
    var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(
                "bootstrap.servers", cluster.bootstrap(), "transactional.id", id),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producer.initTransactions();
    return producer;
  }

  private static KafkaProducer<byte[], byte[]> transaction(
      KafkaProducer<byte[], byte[]> producer, String topic, int count) {
    producer.beginTransaction();
    for (int i = 0; i < count; i++) {
      producer.send(new ProducerRecord<>(topic, 0, null, new byte[10]));
    }
    // An abort would drop what has not left the client yet.
    producer.flush();
    return producer;
  }

  private List<LaneEvent.FetchFailed> failures(LaneId lane) {
    return received.events(lane, LaneEvent.FetchFailed.class);
  }

  private void awaitOffsets(LaneId lane, long from, long to) {
    awaitOffsets(lane, LongStream.range(from, to).boxed().toList());
  }

  private void awaitOffsets(LaneId lane, List<Long> expected) {
    Supplier<String> trouble = () -> lane + ", trouble: " + source.trouble(lane);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(received.offsets(lane)).as(trouble).isEqualTo(expected));
  }
}
