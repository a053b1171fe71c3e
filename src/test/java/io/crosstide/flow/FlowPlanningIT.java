package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.topology.Flow;
import io.crosstide.topology.SecretSource;
import io.crosstide.topology.TopologyReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClusterPair.class)
class FlowPlanningIT {
  private final TwoClusters clusters;

  FlowPlanningIT(TwoClusters clusters) {
    this.clusters = clusters;
  }

  private FlowPlanning planning() {
    Flow flow =
        TopologyReader.read(
                "t.yaml",
                """
                clusters:
                  nyc: { bootstrap: "%s" }
                  lon: { bootstrap: "%s" }
                flows:
                  nyc->lon: { include: [/orders.*/] }
                """
                    .formatted(clusters.nyc.bootstrap(), clusters.lon.bootstrap()))
            .topology()
            .orElseThrow()
            .flows()
            .getFirst();
    return new FlowPlanning(flow, SecretSource.ofProcess());
  }

  /** Brokers hear of a change a moment after the controller has made it. */
  private PlanReport awaitChanges(int number) {
    return await()
        .atMost(TwoClusters.PATIENCE)
        .until(() -> planning().plan(), report -> report.changes().size() == number);
  }

  @Test
  void shouldDoWhatItPlannedOnceAndThenPlanNothing() {
    clusters.nyc.createTopic("orders", 2, Map.of("retention.ms", "600000"));
    clusters.produce(TwoClusters.records("orders", 0, 1_000));
    clusters.nyc.createTopic("others", 1);

    PlanReport planned = awaitChanges(1);

    assertThat(planned.topics()).hasSize(1);
    PlanReport.Topic topic = planned.topics().getFirst();
    assertThat(topic.target()).isEqualTo("nyc.orders");
    assertThat(topic.exists()).isFalse();
    assertThat(topic.backfillBytes()).isPositive();
    assertThat(planned.changes().getFirst().kind()).isEqualTo("create topic");
    assertThat(planned.changes().getFirst().outcome()).isEmpty();
    assertThat(Guarded.answer(clusters.lon.admin().listTopics().names()))
        .as("a plan changes nothing, and creates no topic of its own either")
        .isEmpty();

    PlanReport done = planning().apply();

    assertThat(done.changes())
        .extracting(PlanReport.Planned::outcome)
        .containsExactly(Optional.of(PlanReport.DONE));
    assertThat(done.notices()).isEmpty();
    awaitChanges(0);

    alter(OpType.DELETE, null);
    assertThat(awaitChanges(1).changes().getFirst().kind())
        .as("what it set when it created the topic is its own")
        .isEqualTo("reset config");
    assertThat(planning().apply().changes()).noneMatch(PlanReport.Planned::failed);
    awaitChanges(0);

    alter(OpType.SET, "5");
    assertThat(awaitChanges(1).changes().getFirst().detail())
        .isEqualTo("retention.ms: 604800000 to 5");
    assertThat(planning().apply().changes()).noneMatch(PlanReport.Planned::failed);
    awaitChanges(0);

    alter(OpType.DELETE, null);
    assertThat(awaitChanges(1).changes().getFirst().kind())
        .as("another process knows what this one has set")
        .isEqualTo("reset config");
    assertThat(planning().apply().changes()).noneMatch(PlanReport.Planned::failed);
    awaitChanges(0);
  }

  private void alter(OpType type, String value) {
    ConfigResource orders = new ConfigResource(ConfigResource.Type.TOPIC, "orders");
    var change = new AlterConfigOp(new ConfigEntry("retention.ms", value), type);
    Guarded.answer(
        clusters.nyc.admin().incrementalAlterConfigs(Map.of(orders, List.of(change))).all());
  }
}
