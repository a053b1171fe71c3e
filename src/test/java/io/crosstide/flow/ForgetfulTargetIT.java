package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.expectEqual;
import static io.crosstide.flow.TwoClusters.records;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.LabCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target whose leaders forget a producer within a second ({@code producer.id.expiration.ms}). */
class ForgetfulTargetIT {
  private static final TopicPartition TARGET = new TopicPartition("nyc.orders", 0);

  @TempDir Path dir;

  private LabCluster nyc;
  private LabCluster lon;

  @BeforeEach
  void start() {
    nyc = LabCluster.started("nyc");
    lon =
        LabCluster.named("lon")
            .property("producer.id.expiration.ms", "1000")
            .property("producer.id.expiration.check.interval.ms", "100")
            .start();
    nyc.createTopic("orders", 1);
  }

  @AfterEach
  void stop() {
    nyc.close();
    lon.close();
  }

  @Test
  void shouldGoOnWhereItWasAfterTheLeaderHasForgottenIt() {
    nyc.produce(records("orders", 0, 30), Map.of());
    try (Engine engine = TwoClusters.engine(dir, yaml())) {
      expectEqual(nyc, "orders", lon, "nyc.orders", 30);
      awaitForgotten();
      nyc.produce(records("orders", 30, 30), Map.of());
      expectEqual(nyc, "orders", lon, "nyc.orders", 60);
      awaitForgotten();
    }
    try (Engine engine = TwoClusters.engine(dir, yaml())) {
      nyc.produce(records("orders", 60, 30), Map.of());
      expectEqual(nyc, "orders", lon, "nyc.orders", 90);
    }
  }

  private void awaitForgotten() {
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                lon.admin()
                    .describeProducers(List.of(TARGET))
                    .partitionResult(TARGET)
                    .get()
                    .activeProducers()
                    .isEmpty());
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
