package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.LabCluster;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.SourcePosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real broker says when its log is not the one that was fetched before. */
class SourceResetIT {
  private static final LaneId LANE = new LaneId("nyc->lon", "orders", 0);

  private final LabCluster cluster = LabCluster.started("source");
  private final Received received = new Received();
  private KafkaSource source;

  @BeforeEach
  void fill() {
    cluster.createTopic("orders", 1);
    cluster.produce(
        IntStream.range(0, 10)
            .mapToObj(i -> new ProducerRecord<byte[], byte[]>("orders", 0, null, new byte[10]))
            .toList(),
        Map.of());
    source =
        new KafkaSource(
            "nyc->lon",
            Map.of("bootstrap.servers", cluster.bootstrap()),
            SourceSettings.defaults(),
            received);
  }

  @AfterEach
  void close() {
    source.close();
    cluster.close();
  }

  @Test
  void shouldSayWhereTheLogEndsUnderTheEpochOfThePosition() throws Exception {
    // As after an unclean election: five records of the epoch are gone.
    source.assign(LANE, 1, new SourcePosition(15, topicId(), 0));

    assertThat(reset())
        .satisfies(
            reset -> {
              assertThat(reset.leaderEpoch()).isZero();
              assertThat(reset.endOffset()).isEqualTo(10);
              assertThat(reset.failure().error()).isEqualTo("SOURCE_TRUNCATED");
            });
  }

  @Test
  void shouldFetchOnlyTheTopicThatItWasToldTo() {
    source.assign(LANE, 1, new SourcePosition(0, Uuid.randomUuid().toString(), -1));

    assertThat(reset().failure().error()).isEqualTo("SOURCE_RECREATED");
    assertThat(received.events(LANE, LaneEvent.Fetched.class)).isEmpty();
  }

  @Test
  void shouldFetchOnUnderTheEpochsThatTheBatchesHave() throws Exception {
    source.assign(LANE, 1, new SourcePosition(3, topicId(), 0));
    await().atMost(Duration.ofSeconds(30)).until(() -> fetched() == 10);
    cluster.produce(List.of(new ProducerRecord<>("orders", 0, null, new byte[10])), Map.of());

    await().atMost(Duration.ofSeconds(30)).until(() -> fetched() == 11);
    assertThat(received.events(LANE, LaneEvent.SourceReset.class)).isEmpty();
  }

  private long fetched() {
    return received.offsets(LANE).stream().mapToLong(Long::longValue).max().orElse(-1) + 1;
  }

  private String topicId() throws Exception {
    return cluster
        .admin()
        .describeTopics(List.of("orders"))
        .allTopicNames()
        .get()
        .get("orders")
        .topicId()
        .toString();
  }

  private LaneEvent.SourceReset reset() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> !received.events(LANE, LaneEvent.SourceReset.class).isEmpty());
    return received.events(LANE, LaneEvent.SourceReset.class).getFirst();
  }
}
