package io.crosstide.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.batch.BatchSummary;
import io.crosstide.batch.Hold;
import io.crosstide.batch.Piece;
import io.crosstide.lab.LabCluster;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneEvent.Acknowledged;
import io.crosstide.mirror.LaneEvent.Claimed;
import io.crosstide.mirror.LaneEvent.OperationFailed;
import io.crosstide.mirror.LaneEvent.ProduceFailed;
import io.crosstide.mirror.LaneEvent.TailRead;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.OutBatch;
import io.crosstide.mirror.TargetPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaTargetIT {
  private static final String FLOW = "nyc->lon";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int RECORDS_PER_BATCH = 10;
  private static final AtomicInteger TOPICS = new AtomicInteger();
  private static LabCluster cluster;

  private final Received received = new Received();
  private KafkaTarget target;

  @BeforeAll
  static void start() {
    cluster = LabCluster.started("target");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void close() {
    if (target != null) {
      target.close();
    }
  }

  @Test
  void shouldRaiseTheEpochWithEveryClaim() {
    connect(cluster);
    LaneId lane = lane(topic(1), 0);

    Claimed first = claim(lane, 1);
    Claimed second = claim(lane, 2);

    assertThat(second.producerId()).isEqualTo(first.producerId());
    assertThat((int) second.epoch()).isEqualTo(first.epoch() + 1);
  }

  @Test
  void shouldGiveANewProducerIdWithEveryUnfencedClaim() {
    connect(cluster);
    LaneId lane = lane(topic(1), 0);

    target.claimUnfenced(lane, 1);
    target.claimUnfenced(lane, 2);
    pollUntil(() -> received.events(lane, Claimed.class).size() == 2);

    assertThat(received.events(lane, Claimed.class))
        .extracting(Claimed::producerId)
        .doesNotHaveDuplicates()
        .allMatch(id -> id >= 0);
  }

  @Test
  void shouldRefuseAClaimWithoutTheRight() throws Exception {
    try (LabCluster strict =
        LabCluster.named("strict")
            .property(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            .property("allow.everyone.if.no.acl.found", "true")
            .start()) {
      var everyId = new ResourcePattern(ResourceType.TRANSACTIONAL_ID, "*", PatternType.LITERAL);
      var nobody =
          new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.WRITE, AclPermissionType.DENY);
      strict.admin().createAcls(List.of(new AclBinding(everyId, nobody))).all().get();
      connect(strict);
      LaneId lane = lane("orders", 0);

      target.claim(lane, 1);
      pollUntil(() -> !received.events(lane).isEmpty());

      Failure failure = received.events(lane, OperationFailed.class).getFirst().failure();
      assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
      assertThat(failure.error()).isEqualTo("TRANSACTIONAL_ID_AUTHORIZATION_FAILED");
      target.close();
    }
  }

  @Test
  void shouldWriteInOrderWithFiveBatchesUnderWayInManyLanes() {
    int lanes = 20;
    int batches = 50;
    String topic = topic(lanes);
    connect(cluster);
    Map<LaneId, Claimed> claims = new HashMap<>();
    for (int partition = 0; partition < lanes; partition++) {
      claims.put(lane(topic, partition), claim(lane(topic, partition), 1));
    }

    for (int first = 0; first < batches; first += 5) {
      for (int number = first; number < first + 5; number++) {
        for (Map.Entry<LaneId, Claimed> each : claims.entrySet()) {
          produce(each.getKey(), 1, each.getValue(), number);
        }
      }
      int sent = first + 5;
      pollUntil(
          () ->
              claims.keySet().stream()
                  .allMatch(lane -> received.events(lane, Acknowledged.class).size() == sent));
    }

    claims.forEach(
        (lane, claim) -> {
          assertThat(received.events(lane, Acknowledged.class))
              .isEqualTo(
                  IntStream.range(0, batches)
                      .mapToObj(n -> new Acknowledged(n * RECORDS_PER_BATCH, n * 10L))
                      .toList());
          assertContent(cluster, lane, batches);
        });
  }

  @Test
  void shouldAcknowledgeABatchThatIsThereAlready() {
    LaneId lane = lane(topic(1), 0);
    connect(cluster);
    Claimed claim = claim(lane, 1);
    for (int number = 0; number < 3; number++) {
      produce(lane, 1, claim, number);
    }
    pollUntil(() -> received.events(lane, Acknowledged.class).size() == 3);

    produce(lane, 1, claim, 1);
    pollUntil(() -> received.events(lane, Acknowledged.class).size() == 4);

    assertThat(received.events(lane, Acknowledged.class)).endsWith(new Acknowledged(10, 10));
    assertContent(cluster, lane, 3);
  }

  @Test
  void shouldReportALostSequenceAndAnswerWhatIsBehindItToo() {
    LaneId lane = lane(topic(1), 0);
    connect(cluster);
    Claimed claim = claim(lane, 1);
    produce(lane, 1, claim, 0);
    pollUntil(() -> received.events(lane, Acknowledged.class).size() == 1);

    for (int number = 2; number < 50; number++) {
      produce(lane, 1, claim, number);
    }
    pollUntil(() -> failures(lane).size() == 48);

    assertThat(failures(lane)).extracting(ProduceFailed::baseSequence).doesNotHaveDuplicates();
    assertThat(failures(lane)).anyMatch(failed -> failed.failure().error().equals("NOT_SENT"));
    assertThat(failures(lane).getFirst().baseSequence()).isEqualTo(20);
    assertThat(failures(lane).getFirst().failure().kind()).isEqualTo(Failure.Kind.LOST_SEQUENCE);
    assertThat(failures(lane).getFirst().failure().error())
        .isEqualTo("OUT_OF_ORDER_SEQUENCE_NUMBER");
  }

  @Test
  void shouldSayWhyABatchIsRefused() {
    String topic = topic(2, Map.of("max.message.bytes", "500"));
    LaneId large = lane(topic, 0);
    LaneId small = lane(topic, 1);
    connect(cluster);
    Claimed claim = claim(large, 1);
    Claimed other = claim(small, 1);

    target.produce(large, 1, partition(large), batch(claim, 0, "x".repeat(100)));
    target.produce(small, 1, partition(small), batch(other, 0, ""));
    pollUntil(() -> received.events(small, Acknowledged.class).size() == 1);
    pollUntil(() -> failures(large).size() == 1);

    Failure failure = failures(large).getFirst().failure();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
    assertThat(failure.error()).isEqualTo("MESSAGE_TOO_LARGE");
    assertThat(failure.detail()).contains(topic + "-0", "10 records");
  }

  @Test
  void shouldPassOnWhatTheBrokerSaysOfSingleRecords() {
    LaneId lane = lane(topic(1, Map.of("cleanup.policy", "compact")), 0);
    connect(cluster);
    Claimed claim = claim(lane, 1);

    produce(lane, 1, claim, 0);
    pollUntil(() -> failures(lane).size() == 1);

    Failure failure = failures(lane).getFirst().failure();
    assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
    assertThat(failure.error()).isEqualTo("INVALID_RECORD");
    assertThat(failure.detail()).contains("record 0").contains("key");
  }

  @Test
  void shouldRefuseTheOldEpochOnceFenced() {
    LaneId lane = lane(topic(1), 0);
    connect(cluster);
    Claimed old = claim(lane, 1);
    produce(lane, 1, old, 0);
    produce(lane, 1, old, 1);
    pollUntil(() -> received.events(lane, Acknowledged.class).size() == 2);

    Claimed current = claim(lane, 2);
    target.fence(lane, 2, partition(lane), current.producerId(), current.epoch());
    pollUntil(() -> !received.events(lane, LaneEvent.Fenced.class).isEmpty());
    produce(lane, 1, old, 1);
    produce(lane, 1, old, 2);
    pollUntil(() -> failures(lane).size() == 2);
    produce(lane, 2, current, 0);
    pollUntil(() -> received.events(lane, 2).stream().anyMatch(Acknowledged.class::isInstance));

    assertThat(failures(lane))
        .allMatch(
            failed ->
                failed.failure().kind() == Failure.Kind.FENCED
                    || failed.failure().error().equals("NOT_SENT"));
    assertThat(failures(lane).getFirst().failure().kind()).isEqualTo(Failure.Kind.FENCED);
    List<BatchSummary> tail = readTail(lane, 0).batches();
    assertThat(tail).extracting(BatchSummary::baseOffset).containsExactly(0L, 10L, 20L, 21L);
    assertThat(tail).extracting(BatchSummary::control).containsExactly(false, false, true, false);
    assertThat(tail.get(2).producerEpoch()).isEqualTo(current.epoch());
    assertThat(tail.get(3).baseSequence()).isZero();
  }

  @Test
  void shouldHaveTheMarkerInTheLogWhenItSaysFenced() {
    LaneId lane = lane(topic(1), 0);
    connect(cluster);

    for (int term = 1; term <= 20; term++) {
      Claimed claim = claim(lane, term);
      target.fence(lane, term, partition(lane), claim.producerId(), claim.epoch());
      int fences = term;
      pollUntil(() -> received.events(lane, LaneEvent.Fenced.class).size() == fences);
      List<BatchSummary> tail = readTail(lane, 0).batches();
      assertThat(tail).hasSize(term);
      assertThat(tail.getLast().control()).isTrue();
      assertThat(tail.getLast().producerEpoch()).isEqualTo(claim.epoch());
    }
  }

  @Test
  void shouldNotFenceInTheNameOfAnOlderEpoch() {
    LaneId lane = lane(topic(1), 0);
    connect(cluster);
    Claimed old = claim(lane, 1);
    claim(lane, 2);

    target.fence(lane, 1, partition(lane), old.producerId(), old.epoch());
    pollUntil(() -> !received.events(lane, OperationFailed.class).isEmpty());

    OperationFailed failed = received.events(lane, OperationFailed.class).getFirst();
    assertThat(failed.operation()).isEqualTo("fence");
    assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.FENCED);
  }

  @Test
  void shouldReadTheTailInPages() throws Exception {
    LaneId lane = lane(topic(1), 0);
    connect(cluster);
    Claimed claim = claim(lane, 1);
    for (int number = 0; number < 5; number++) {
      target.produce(lane, 1, partition(lane), batch(claim, number, "x".repeat(50_000)));
    }
    pollUntil(() -> received.events(lane, Acknowledged.class).size() == 5);

    TailRead first = readTail(lane, 0);
    TailRead second = readTail(lane, first.nextOffset());
    TailRead third = readTail(lane, second.nextOffset());
    TailRead end = readTail(lane, 50);

    assertThat(first.batches()).hasSize(2);
    assertThat(first.logEndOffset()).isEqualTo(50);
    assertThat(second.batches().getFirst())
        .isEqualTo(new BatchSummary(20, 29, 10, claim.producerId(), claim.epoch(), 20, false));
    assertThat(third.nextOffset()).isEqualTo(50);
    assertThat(end).isEqualTo(new TailRead(List.of(), 50, 0, 50));
    assertThat(readTail(lane, KafkaTarget.LOG_END)).isEqualTo(new TailRead(List.of(), 50, 0, 50));
    assertThat(readTail(lane, 1_000)).isEqualTo(new TailRead(List.of(), 1_000, 0, 50));

    cluster
        .admin()
        .deleteRecords(
            Map.of(new TopicPartition(lane.sourceTopic(), 0), RecordsToDelete.beforeOffset(40)))
        .all()
        .get();
    TailRead later = readTail(lane, 0);
    assertThat(later.logStartOffset()).isEqualTo(40);
    assertThat(later.batches()).extracting(BatchSummary::baseOffset).containsExactly(40L);
  }

  @Test
  void shouldReportAnUnknownPartitionAfterAWhile() {
    LaneId lane = lane("target-it-nowhere", 0);
    connect(cluster);
    long before = System.nanoTime();

    produce(lane, 1, new Claimed(7, (short) 0), 0);
    produce(lane, 1, new Claimed(7, (short) 0), 1);
    pollUntil(() -> failures(lane).size() == 2);

    assertThat(Duration.ofNanos(System.nanoTime() - before))
        .isGreaterThan(Duration.ofMillis(ProduceSender.UNREACHABLE_MS / 2));
    assertThat(failures(lane))
        .extracting(ProduceFailed::baseSequence)
        .containsExactly(0, RECORDS_PER_BATCH);
    assertThat(failures(lane).getFirst().failure().kind()).isEqualTo(Failure.Kind.TRANSIENT);
    assertThat(failures(lane).getFirst().failure().error()).isEqualTo("UNKNOWN_TOPIC_OR_PARTITION");
  }

  @Test
  void shouldWriteOnceWhenABatchIsSentAgainAfterTheBrokerWasAway() {
    try (LabCluster restarted = LabCluster.started("restarted-target")) {
      restarted.createTopic("orders", 1);
      connect(restarted);
      LaneId lane = lane("orders", 0);
      Claimed claim = claim(lane, 1);
      produce(lane, 1, claim, 0);
      produce(lane, 1, claim, 1);
      pollUntil(() -> received.events(lane, Acknowledged.class).size() == 2);

      restarted.stop();
      produce(lane, 1, claim, 2);
      produce(lane, 1, claim, 3);
      pollUntil(() -> failures(lane).size() == 2);
      assertThat(failures(lane))
          .allMatch(failed -> failed.failure().kind() == Failure.Kind.TRANSIENT);
      restarted.start();
      int again = 1;
      while (received.events(lane, Acknowledged.class).size() < 5) {
        // As a lane does: all of them again, in order, once each has its answer.
        int answers = received.events(lane).size();
        List<Integer> open = IntStream.rangeClosed(again, 3).boxed().toList();
        open.forEach(number -> produce(lane, 1, claim, number));
        pollUntil(() -> received.events(lane).size() == answers + open.size());
      }

      assertContent(restarted, lane, 4);
      target.close();
    }
  }

  /**
   * Not what one would wish, but what brokers do, and lanes have to know: producer.id.expiration.ms
   * is measured against the timestamps of the records, not against the time of the write.
   */
  @Test
  void shouldNotCountOnABrokerToKnowTheProducerOfOldRecordsAfterARestart() {
    try (LabCluster restarted = LabCluster.started("forgetful")) {
      restarted.createTopic("old", 1, Map.of("retention.ms", "-1"));
      restarted.createTopic("new", 1, Map.of("retention.ms", "-1"));
      connect(restarted);
      LaneId old = lane("old", 0);
      LaneId young = lane("new", 0);
      long now = System.currentTimeMillis();
      OutBatch ofOld = batch(claim(old, 1), 0, "", now - Duration.ofDays(2).toMillis());
      OutBatch ofYoung = batch(claim(young, 1), 0, "", now);
      acknowledged(old, ofOld, 1);
      acknowledged(young, ofYoung, 1);

      restarted.stop();
      restarted.start();
      acknowledged(old, ofOld, 2);
      acknowledged(young, ofYoung, 2);

      assertThat(received.events(young, Acknowledged.class))
          .containsExactly(new Acknowledged(0, 0), new Acknowledged(0, 0));
      assertThat(received.events(old, Acknowledged.class))
          .containsExactly(new Acknowledged(0, 0), new Acknowledged(0, 10));
      target.close();
    }
  }

  private void acknowledged(LaneId lane, OutBatch batch, int expected) {
    while (received.events(lane, Acknowledged.class).size() < expected) {
      int answers = received.events(lane).size();
      target.produce(lane, 1, partition(lane), batch);
      pollUntil(() -> received.events(lane).size() > answers);
    }
  }

  @Test
  void shouldAnswerEverythingOnceWhenClosed() {
    LaneId lane = lane(topic(1), 0);
    LaneId nowhere = lane("target-it-nowhere", 0);
    connect(cluster);
    Claimed claim = claim(lane, 1);
    int before = received.events(lane).size();

    produce(lane, 1, claim, 0);
    target.poll(0);
    produce(lane, 1, claim, 1);
    target.claim(lane, 2);
    target.readTail(nowhere, 1, partition(nowhere), 0);
    produce(nowhere, 1, claim, 0);
    target.close();
    target.close();
    produce(lane, 1, claim, 2);

    assertThat(received.events(lane)).hasSize(before + 4);
    assertThat(received.events(nowhere)).hasSize(2);
  }

  private void connect(LabCluster to) {
    target = new KafkaTarget(FLOW, Map.of("bootstrap.servers", to.bootstrap()), received);
  }

  private Claimed claim(LaneId lane, long term) {
    target.claim(lane, term);
    pollUntil(() -> received.events(lane, term).stream().anyMatch(Claimed.class::isInstance));
    return received.events(lane, Claimed.class).getLast();
  }

  private TailRead readTail(LaneId lane, long from) {
    int before = received.events(lane, TailRead.class).size();
    target.readTail(lane, 1, partition(lane), from);
    pollUntil(() -> received.events(lane, TailRead.class).size() > before);
    return received.events(lane, TailRead.class).getLast();
  }

  private void produce(LaneId lane, long term, Claimed claim, int number) {
    target.produce(lane, term, partition(lane), batch(claim, number, ""));
  }

  /** The number-th batch of a lane: ten records whose values count on. */
  private static OutBatch batch(Claimed claim, int number, String padding) {
    return batch(claim, number, padding, System.currentTimeMillis());
  }

  private static OutBatch batch(Claimed claim, int number, String padding, long timestampMs) {
    int sequence = number * RECORDS_PER_BATCH;
    SimpleRecord[] records =
        IntStream.range(sequence, sequence + RECORDS_PER_BATCH)
            .mapToObj(value -> new SimpleRecord(timestampMs, (value + padding).getBytes(UTF_8)))
            .toArray(SimpleRecord[]::new);
    MemoryRecords bytes =
        MemoryRecords.withIdempotentRecords(
            Compression.NONE, claim.producerId(), claim.epoch(), sequence, records);
    return new OutBatch(
        bytes.buffer(),
        sequence,
        RECORDS_PER_BATCH,
        List.of(new Piece(sequence, RECORDS_PER_BATCH)),
        sequence + RECORDS_PER_BATCH,
        timestampMs,
        Hold.NONE);
  }

  private List<ProduceFailed> failures(LaneId lane) {
    return received.events(lane, ProduceFailed.class);
  }

  private void pollUntil(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(() -> "still waiting, last events: " + received.lastEvents())
          .isLessThan(deadline);
      target.poll(100);
    }
  }

  private static void assertContent(LabCluster at, LaneId lane, int batches) {
    List<String> values = new ArrayList<>();
    var deserializer = new ByteArrayDeserializer();
    try (var consumer =
        new KafkaConsumer<>(
            Map.<String, Object>of("bootstrap.servers", at.bootstrap()),
            deserializer,
            deserializer)) {
      TopicPartition partition = new TopicPartition(lane.sourceTopic(), lane.partition());
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
          values.add(new String(record.value(), UTF_8));
        }
      }
    }
    assertThat(values)
        .isEqualTo(
            LongStream.range(0, (long) batches * RECORDS_PER_BATCH)
                .mapToObj(Long::toString)
                .toList());
  }

  private static LaneId lane(String topic, int partition) {
    return new LaneId(FLOW, topic, partition);
  }

  private static TargetPartition partition(LaneId lane) {
    return new TargetPartition(lane.sourceTopic(), lane.partition());
  }

  /** Metadata names the leaders of a new topic a little before the broker itself knows. */
  private static void awaitLeaders(String topic, int partitions) {
    Map<TopicPartition, OffsetSpec> all =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new TopicPartition(topic, partition))
            .collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest()));
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> cluster.admin().listOffsets(all).all().get().size() == partitions);
  }

  private static String topic(int partitions) {
    return topic(partitions, Map.of());
  }

  private static String topic(int partitions, Map<String, String> configs) {
    String topic = "target-it-" + TOPICS.incrementAndGet();
    cluster.createTopic(topic, partitions, configs);
    awaitLeaders(topic, partitions);
    return topic;
  }
}
