package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.expectEqual;
import static io.crosstide.flow.TwoClusters.records;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.lab.LabCluster;
import io.crosstide.mirror.LaneId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogKey;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lane that has been taken over so often that its producer id has two epochs left. */
class LastEpochsIT {
  /** The last epoch that a coordinator gives a client; one more is for its own fences. */
  private static final short LAST_EPOCH = Short.MAX_VALUE - 1;

  private static final byte EMPTY = 0;
  private static final String ID = new LaneId("nyc->lon", "orders", 0).transactionalId();

  @TempDir Path dir;

  private LabCluster nyc;
  private LabCluster lon;

  @BeforeEach
  void start() {
    nyc = LabCluster.started("nyc");
    lon = LabCluster.started("lon");
    nyc.createTopic("orders", 1);
  }

  @AfterEach
  void stop() {
    nyc.close();
    lon.close();
  }

  @Test
  void shouldCopyOnceUpToTheLastEpochAfterWhichTheIdIsAnotherOne() throws Exception {
    mirror(0);
    long producerId = claim().producerId();
    rewriteEpoch(producerId, (short) (LAST_EPOCH - 2));

    mirror(20);
    mirror(40);

    assertThat(claim().producerId()).isEqualTo(producerId);
    assertThat(claim().producerEpoch()).isEqualTo(LAST_EPOCH);
    Map<String, Object> settings =
        Map.of("bootstrap.servers", lon.bootstrap(), "transactional.id", ID);
    try (var next =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      next.initTransactions();
    }
    assertThat(claim().producerId()).isNotEqualTo(producerId);
  }

  private void mirror(int first) {
    nyc.produce(records("orders", first, 20), Map.of());
    try (Engine engine = TwoClusters.engine(dir, yaml())) {
      TwoClusters.awaitMirrored(engine);
      expectEqual(nyc, "orders", lon, "nyc.orders", first + 20);
    }
  }

  private TransactionDescription claim() throws Exception {
    return lon.admin().describeTransactions(List.of(ID)).description(ID).get();
  }

  /** As if the id had been claimed that often. The coordinator reads its log when it starts. */
  private void rewriteEpoch(long producerId, short epoch) {
    var key = new TransactionLogKey().setTransactionalId(ID);
    var value =
        new TransactionLogValue()
            .setProducerId(producerId)
            .setProducerEpoch(epoch)
            .setTransactionTimeoutMs(60_000)
            .setTransactionStatus(EMPTY)
            .setTransactionPartitions(null)
            .setTransactionLastUpdateTimestampMs(System.currentTimeMillis());
    var entry =
        new ProducerRecord<>(
            "__transaction_state",
            0,
            MessageUtil.toVersionPrefixedBytes((short) 0, key),
            MessageUtil.toVersionPrefixedBytes((short) 0, value));
    // Brokers let this client alone write into internal topics.
    lon.produce(List.of(entry), Map.of("client.id", "__admin_client"));
    lon.stop();
    lon.start();
  }

  private String yaml() {
    return """
    clusters:
      nyc: { bootstrap: "%s" }
      lon: { bootstrap: "%s" }
    flows:
      nyc->lon:
        include: [orders]
        topic-refresh: 500ms
        heartbeats: never
    """
        .formatted(nyc.bootstrap(), lon.bootstrap());
  }
}
