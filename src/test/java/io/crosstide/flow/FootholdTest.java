package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.mirror.TargetPartition;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.ObservedTopic;
import io.crosstide.topology.Flow;
import io.crosstide.topology.Guarantee;
import io.crosstide.topology.StartPosition;
import io.crosstide.topology.TopologyReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FootholdTest {
  private static final FlowMirror.ClusterIds NOW = new FlowMirror.ClusterIds("id-nyc", "id-lon");

  @Test
  void shouldMissTopicsThatLanesUse() {
    Foothold source = Foothold.atSource(flow("include: [/.*/]"), NOW, lanes("orders", "sales"));
    Foothold target = Foothold.atTarget(flow("include: [/.*/]"), NOW, lanes("orders", "sales"));

    assertThat(source.loss(cluster("id-nyc", "orders", "sales"))).isEmpty();
    assertThat(source.loss(cluster("id-nyc", "sales")))
        .contains(
            "lanes use orders at nyc, and would not see them with what has changed: the principal"
                + " needs READ");
    assertThat(target.loss(cluster("id-lon", "nyc.orders", "nyc.sales"))).isEmpty();
    assertThat(target.loss(cluster("id-lon")))
        .contains(
            "lanes use nyc.orders, nyc.sales at lon, and would not see them with what has changed:"
                + " the principal needs WRITE");
  }

  @Test
  void shouldNotMissWhatTheFlowGivesUpOrWritesElsewhere() {
    Flow next = flow("include: [orders], rename: {orders: bookings}");

    assertThat(Foothold.atSource(next, NOW, lanes("orders", "sales")).topics())
        .containsExactly("orders");
    assertThat(Foothold.atTarget(next, NOW, lanes("orders", "sales")).topics()).isEmpty();
  }

  @Test
  void shouldNotBeMovedToAnotherClusterByItsAlias() {
    Foothold target = Foothold.atTarget(flow("include: [orders]"), NOW, lanes("orders"));

    assertThat(target.loss(cluster("id-par", "nyc.orders")).orElseThrow())
        .startsWith("lon is cluster id-lon now, and would be id-par with what has changed");
    assertThat(target.loss(cluster("", "nyc.orders"))).as("it has no id").isEmpty();
  }

  @Test
  void shouldNeedNothingBeforeItRuns() {
    FlowMirror.ClusterIds unknown = new FlowMirror.ClusterIds("", "");

    Foothold source = Foothold.atSource(flow("include: [orders]"), unknown, Map.of());

    assertThat(source.loss(cluster("id-nyc"))).isEmpty();
  }

  @Test
  void shouldNameAFewTopicsAndCountTheOthers() {
    Foothold many = new Foothold("nyc", "", Set.of("a", "b", "c", "d", "e", "f", "g"), "READ");

    assertThat(many.loss(cluster("")).orElseThrow())
        .startsWith("lanes use a, b, c, d, e and 2 more topics at nyc");
  }

  private static Flow flow(String lines) {
    return TopologyReader.read(
            "t.yaml",
            """
            clusters: {nyc: {bootstrap: "n:1"}, lon: {bootstrap: "l:1"}}
            flows: {nyc->lon: {%s}}
            """
                .formatted(lines))
        .topology()
        .orElseThrow()
        .flows()
        .getFirst();
  }

  private static Map<LaneId, LaneSettings> lanes(String... topics) {
    Map<LaneId, LaneSettings> lanes = new HashMap<>();
    for (String topic : topics) {
      lanes.put(
          new LaneId("nyc->lon", topic, 0),
          new LaneSettings(
              new TargetPartition("nyc." + topic, 0),
              new StartPosition.Earliest(),
              false,
              Guarantee.STRONGEST,
              Optional.empty(),
              1_000_000));
    }
    return lanes;
  }

  private static ObservedCluster cluster(String id, String... topics) {
    Map<String, ObservedTopic> byName = new HashMap<>();
    for (String topic : topics) {
      byName.put(topic, new ObservedTopic(topic, "id-of-" + topic, 1, Map.of()));
    }
    return new ObservedCluster(id, 1, byName, Set.of());
  }
}
