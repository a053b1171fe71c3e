package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.ContentCheck;
import io.crosstide.lab.Differences;
import io.crosstide.lab.Traffic;
import io.crosstide.lab.TrafficSpec;
import io.crosstide.lab.TrafficTopic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.kafka.KafkaContainer;

/** Between brokers as the Kafka project ships them; skipped where there is no Docker. */
@Testcontainers(disabledWithoutDocker = true)
class OfficialImageIT {
  private static final String IMAGE = "apache/kafka:4.2.0";
  private static final int RECORDS = 5_000;
  private static final TrafficTopic ORDERS = new TrafficTopic("orders", 3, false);

  @Container private static final KafkaContainer NYC = new KafkaContainer(IMAGE);
  @Container private static final KafkaContainer LON = new KafkaContainer(IMAGE);

  @TempDir Path dir;

  @Test
  void shouldCopyATopicRecordByRecord() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", NYC.getBootstrapServers()))) {
      Traffic.createTopics(admin, List.of(ORDERS));
    }
    try (Engine engine = TwoClusters.engine(dir, yaml());
        Traffic traffic =
            new Traffic(
                NYC.getBootstrapServers(),
                new TrafficSpec("nyc", List.of(ORDERS), 1, RECORDS, 0))) {
      traffic.run();

      await().atMost(PATIENCE).untilAsserted(OfficialImageIT::expectEqual);
      assertThat(engine.snapshot().flows().getFirst().conditions()).isEmpty();
    }
  }

  private static void expectEqual() {
    Differences found =
        ContentCheck.between(NYC.getBootstrapServers(), LON.getBootstrapServers())
            .check(ORDERS.name(), "nyc.orders");
    assertThat(found.none()).as("%s", found).isTrue();
    assertThat(found.matched()).isEqualTo(RECORDS);
  }

  private static String yaml() {
    return """
    clusters:
      nyc: { bootstrap: "%s" }
      lon: { bootstrap: "%s" }
    flows:
      nyc->lon:
        include: [orders]
        replication-factor: 1
    """
        .formatted(NYC.getBootstrapServers(), LON.getBootstrapServers());
  }
}
