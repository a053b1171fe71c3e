package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.crosstide.lab.LabCluster;
import io.crosstide.ledger.Appender;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.MalformedLedgerException;
import io.crosstide.ledger.Run;
import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.TargetPartition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LedgerTopicIT {
  private static final String FLOW = "nyc->lon";
  private static final LaneId LANE = new LaneId(FLOW, "orders", 0);
  private static final TargetPartition TARGET = new TargetPartition("nyc.orders", 0);
  private static final long FLUSH_MS = 60_000;
  private static LabCluster lon;

  private final Deliveries deliveries = new Deliveries();

  @BeforeAll
  static void start() {
    lon = LabCluster.started("lon");
  }

  @AfterAll
  static void stop() {
    lon.close();
  }

  private LedgerTopic loaded(String flow, String topic) {
    LedgerTopic ledgers =
        new LedgerTopic(flow, properties(), topic, OptionalInt.empty(), deliveries);
    ledgers.load();
    return ledgers;
  }

  private static ClusterProperties properties() {
    return ClusterProperties.of("lon", Map.of("bootstrap.servers", lon.bootstrap()));
  }

  /** As from a transactional source: a marker after every three records. */
  private static void mirror(LaneLedger ledger, int runs) {
    long source = ledger.nextSource();
    for (int i = 0; i < runs; i++) {
      ledger.append(new Run(source + 4L * i, ledger.targetEnd(), 3));
      ledger.advance(source + 4L * i + 4);
    }
  }

  @Test
  void shouldFindEverySegmentAgainInANewProcess() {
    String topic = "__crosstide-ledger-segments";
    try (LedgerTopic first = loaded(FLOW, topic)) {
      LaneLedger ledger = first.open(LANE, TARGET);
      assertThat(ledger.isEmpty()).isTrue();
      ledger.begin(100, 7);
      for (int round = 0; round < 10; round++) {
        mirror(ledger, 700);
        first.changed(LANE);
        assertThat(first.flush(FLUSH_MS)).isTrue();
      }
    }

    try (LedgerTopic second = loaded(FLOW, topic)) {
      LaneLedger ledger = second.open(LANE, TARGET);

      assertThat(ledger.nextSource()).isEqualTo(100 + 4 * 7000);
      assertThat(ledger.targetEnd()).isEqualTo(7 + 3 * 7000);
      for (int run = 0; run < 7000; run++) {
        assertThat(ledger.toTarget(100 + 4L * run + 2)).hasValue(7 + 3L * run + 2);
        assertThat(ledger.toSource(7 + 3L * run)).hasValue(100 + 4L * run);
      }
    }
  }

  @Test
  void shouldNeedOnlyTheLastRecordOfEachKey() {
    String topic = "__crosstide-ledger-full";
    String compacted = "__crosstide-ledger-compacted";
    try (LedgerTopic first = loaded(FLOW, topic)) {
      LaneLedger ledger = first.open(LANE, TARGET);
      ledger.begin(0, 0);
      for (int round = 0; round < 8; round++) {
        mirror(ledger, 300);
        ledger.forgetBefore(3 * 600);
        first.changed(LANE);
        assertThat(first.flush(FLUSH_MS)).isTrue();
      }
    }
    loaded(FLOW, compacted).close();
    Map<String, ConsumerRecord<byte[], byte[]>> last = new LinkedHashMap<>();
    List<ConsumerRecord<byte[], byte[]>> all = read(topic);
    all.forEach(r -> last.put(new String(r.key(), StandardCharsets.UTF_8), r));
    last.values().removeIf(r -> r.value() == null);
    assertThat(last.size()).isLessThan(all.size()).isEqualTo(4);
    lon.produce(
        last.values().stream()
            .map(r -> new ProducerRecord<>(compacted, r.partition(), r.key(), r.value()))
            .toList(),
        Map.of());

    try (LedgerTopic second = loaded(FLOW, compacted)) {
      LaneLedger ledger = second.open(LANE, TARGET);

      assertThat(ledger.nextSource()).isEqualTo(4 * 2400);
      assertThat(ledger.toTarget(4L * 512)).hasValue(3L * 512);
      assertThat(ledger.toTarget(4L * 511)).as("forgotten").isEmpty();
    }
  }

  @Test
  void shouldCreateACompactedTopic() throws Exception {
    String topic = "__crosstide-ledger-new";

    loaded(FLOW, topic).close();

    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    var config = lon.admin().describeConfigs(List.of(resource)).all().get().get(resource);
    assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
    var description = lon.admin().describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    assertThat(description.partitions()).hasSize(LedgerKey.PARTITIONS);
  }

  @Test
  void shouldRefuseATopicWhoseRecordsWouldBeDeleted() {
    String topic = "__crosstide-ledger-deleting";
    lon.createTopic(topic, 1, Map.of("cleanup.policy", "delete"));

    assertThatThrownBy(() -> loaded(FLOW, topic))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("cleanup.policy=delete");
  }

  @Test
  void shouldNotTakeThePositionOfAnotherFlowOrOfAnotherTargetTopic() {
    String topic = "__crosstide-ledger-keys";
    try (LedgerTopic first = loaded(FLOW, topic)) {
      first.open(LANE, TARGET).begin(100, 0);
      first.changed(LANE);
    }

    try (LedgerTopic sameFlow = loaded(FLOW, topic);
        LedgerTopic otherFlow = loaded("sin->lon", topic)) {
      LaneId other = new LaneId("sin->lon", "orders", 0);
      assertThat(sameFlow.open(LANE, new TargetPartition("renamed", 0)).isEmpty()).isTrue();
      assertThat(otherFlow.open(other, TARGET).isEmpty()).isTrue();
      assertThat(sameFlow.open(LANE, TARGET).nextSource()).isEqualTo(100);
    }
  }

  @Test
  void shouldSayWhenALedgerIsDurable() {
    String topic = "__crosstide-ledger-store";
    try (LedgerTopic first = loaded(FLOW, topic)) {
      LaneLedger ledger = first.open(LANE, TARGET);
      ledger.begin(5, 0);
      ledger.writeAs(new Appender(4711, (short) 0, 0, 0));

      first.store(LANE, 3);

      assertThat(deliveries.await(1))
          .containsExactly(new Delivery(LANE, 3, new LaneEvent.LedgerStored()));
      try (LedgerTopic second = loaded(FLOW, topic)) {
        assertThat(second.open(LANE, TARGET).wroteAs(4711)).isTrue();
      }
    }
  }

  @Test
  void shouldStoreAReleasedLaneAndGoOnWithItWhenOpenedAgain() {
    String topic = "__crosstide-ledger-release";
    try (LedgerTopic ledgers = loaded(FLOW, topic)) {
      LaneLedger ledger = ledgers.open(LANE, TARGET);
      ledger.begin(5, 0);
      ledgers.changed(LANE);

      ledgers.release(LANE);

      assertThat(ledgers.open(LANE, TARGET).nextSource()).isEqualTo(5);
      assertThat(ledgers.flush(FLUSH_MS)).isTrue();
      assertThat(read(topic)).hasSize(1);
    }
  }

  @Test
  void shouldStopTheLaneWhoseLedgerCannotBeReadAndNoOther() {
    String topic = "__crosstide-ledger-malformed";
    LaneId good = new LaneId(FLOW, "payments", 0);
    TargetPartition goodTarget = new TargetPartition("nyc.payments", 0);
    try (LedgerTopic first = loaded(FLOW, topic)) {
      first.open(good, goodTarget).begin(9, 0);
      first.changed(good);
    }
    byte[] key = new LedgerKey(FLOW, "orders", 0, "nyc.orders").segment(0, 0);
    lon.produce(List.of(new ProducerRecord<>(topic, 0, key, new byte[] {9, 9})), Map.of());

    try (LedgerTopic second = loaded(FLOW, topic)) {
      assertThatThrownBy(() -> second.open(LANE, TARGET))
          .isInstanceOf(MalformedLedgerException.class)
          .hasMessageContaining("nyc->lon/orders-0 to nyc.orders")
          .hasMessageContaining("version 9");
      assertThat(second.open(good, goodTarget).nextSource()).isEqualTo(9);
    }
  }

  @Test
  void shouldKeepWhatItCouldNotStoreWhileTheTargetIsAway() {
    try (LabCluster par = LabCluster.started("par")) {
      ClusterProperties target =
          ClusterProperties.of("par", Map.of("bootstrap.servers", par.bootstrap()));
      try (LedgerTopic ledgers =
          new LedgerTopic(FLOW, target, LedgerTopic.DEFAULT_TOPIC, OptionalInt.of(1), deliveries)) {
        ledgers.load();
        LaneLedger ledger = ledgers.open(LANE, TARGET);
        ledger.begin(0, 0);
        par.stop();
        mirror(ledger, 2000);
        ledgers.changed(LANE);
        assertThat(ledgers.flush(1_000)).isFalse();

        par.start();

        assertThat(ledgers.flush(FLUSH_MS)).isTrue();
        LedgerTopic again =
            new LedgerTopic(FLOW, target, LedgerTopic.DEFAULT_TOPIC, OptionalInt.of(1), deliveries);
        again.load();
        assertThat(again.open(LANE, TARGET).toTarget(4 * 1999)).hasValue(3 * 1999);
        again.close();
      }
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
    try (StateReader reader = new StateReader(properties().forStateReader("test"), topic)) {
      assertThat(reader.readToEnd(all::add)).isTrue();
    }
    return all;
  }
}
