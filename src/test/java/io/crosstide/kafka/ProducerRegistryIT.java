package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.lab.LabCluster;
import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.RegistryPort.Origin;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProducerRegistryIT {
  private static final LaneId TO_LON = new LaneId("nyc->lon", "orders", 0);
  private static final LaneId TO_NYC = new LaneId("lon->nyc", "orders", 0);
  private static final LaneId SIN_TO_NYC = new LaneId("sin->nyc", "orders", 0);

  private final Deliveries deliveries = new Deliveries();
  private LabCluster nyc;
  private LabCluster lon;

  @BeforeEach
  void start() {
    nyc = LabCluster.started("nyc");
    lon = LabCluster.started("lon");
  }

  @AfterEach
  void stop() {
    nyc.close();
    lon.close();
  }

  private static ProducerRegistry.Cluster cluster(String alias, LabCluster at) {
    return new ProducerRegistry.Cluster(
        new ClusterIdentity(alias, "id-of-" + alias),
        ClusterProperties.of(alias, Map.of("bootstrap.servers", at.bootstrap())));
  }

  private ProducerRegistry registry(
      String flow, ProducerRegistry.Cluster source, ProducerRegistry.Cluster target) {
    return new ProducerRegistry(
        flow, source, target, OptionalInt.empty(), InstantSource.system(), deliveries);
  }

  @Test
  void shouldTellApplicationsMirrorsAndReflectionsApart() {
    try (ProducerRegistry intoNyc = registry("lon->nyc", cluster("lon", lon), cluster("nyc", nyc));
        ProducerRegistry alsoIntoNyc =
            registry("sin->nyc", cluster("sin", lon), cluster("nyc", nyc));
        ProducerRegistry intoLon =
            registry("nyc->lon", cluster("newyork", nyc), lonUnderAnotherAlias())) {
      intoNyc.register(TO_NYC, 1, 1001);
      alsoIntoNyc.register(SIN_TO_NYC, 1, 1002);
      assertThat(deliveries.await(2))
          .containsExactlyInAnyOrder(
              new Delivery(TO_NYC, 1, new LaneEvent.Registered()),
              new Delivery(SIN_TO_NYC, 1, new LaneEvent.Registered()));
      assertThat(intoLon.originOf(1001)).isEqualTo(Origin.UNKNOWN);

      intoLon.resolve(TO_LON, 2, 1001);
      intoLon.resolve(TO_LON, 2, 1003);

      assertThat(deliveries.await(4))
          .endsWith(
              new Delivery(TO_LON, 2, new LaneEvent.Judged(1001)),
              new Delivery(TO_LON, 2, new LaneEvent.Judged(1003)));
      assertThat(intoLon.originOf(1001)).isEqualTo(Origin.REFLECTED);
      assertThat(intoLon.originOf(1002)).isEqualTo(Origin.MIRRORED);
      assertThat(intoLon.originOf(1003)).isEqualTo(Origin.LOCAL);
      assertThat(intoLon.originOf(-1)).isEqualTo(Origin.LOCAL);
    }
  }

  /** Another topology may call a cluster otherwise: its id decides. */
  private ProducerRegistry.Cluster lonUnderAnotherAlias() {
    return new ProducerRegistry.Cluster(
        new ClusterIdentity("london", "id-of-lon"), cluster("lon", lon).properties());
  }

  @Test
  void shouldTakeAMissingRegistryForEmptyAndLookAgainForTheNextId() throws Exception {
    try (ProducerRegistry intoNyc = registry("lon->nyc", cluster("lon", lon), cluster("nyc", nyc));
        ProducerRegistry intoLon = registry("nyc->lon", cluster("nyc", nyc), cluster("lon", lon))) {
      intoLon.resolve(TO_LON, 1, 500);
      deliveries.await(1);
      assertThat(intoLon.originOf(500)).isEqualTo(Origin.LOCAL);
      assertThat(nyc.admin().listTopics().names().get())
          .as("a source is only read")
          .doesNotContain(ProducerRegistry.TOPIC);

      intoNyc.register(TO_NYC, 1, 501);
      deliveries.await(2);
      intoLon.resolve(TO_LON, 1, 501);

      deliveries.await(3);
      assertThat(intoLon.originOf(501)).isEqualTo(Origin.REFLECTED);
      intoNyc.register(TO_NYC, 2, 502);
      deliveries.await(4);
      intoLon.resolve(TO_LON, 1, 502);
      deliveries.await(5);
      assertThat(intoLon.originOf(502))
          .as("registered after the first read")
          .isEqualTo(Origin.REFLECTED);
    }
  }

  @Test
  void shouldNotJudgeWhenARegistrationCannotBeRead() {
    nyc.createTopic(ProducerRegistry.TOPIC, 1, Map.of("cleanup.policy", "compact"));
    nyc.produce(
        List.of(
            new ProducerRecord<>(
                ProducerRegistry.TOPIC, 0, Registration.key(7), new byte[] {0, 1})),
        Map.of());
    try (ProducerRegistry intoLon =
        registry("nyc->lon", cluster("nyc", nyc), cluster("lon", lon))) {
      intoLon.resolve(TO_LON, 1, 8);

      assertThat(failure()).extracting(Failure::error).isEqualTo("MALFORMED_REGISTRATION");
      assertThat(intoLon.originOf(8)).isEqualTo(Origin.UNKNOWN);
    }
  }

  @Test
  void shouldFailForAWhileWhenTheSourceIsAwayAndJudgeLater() {
    ProducerRegistry.Cluster source =
        new ProducerRegistry.Cluster(
            new ClusterIdentity("nyc", "id-of-nyc"),
            ClusterProperties.of("nyc", Map.of("bootstrap.servers", nyc.bootstrap())));
    nyc.createTopic(ProducerRegistry.TOPIC, 1, Map.of("cleanup.policy", "compact"));
    nyc.stop();
    try (ProducerRegistry intoLon = registry("nyc->lon", source, cluster("lon", lon))) {
      intoLon.resolve(TO_LON, 1, 8);
      assertThat(failure().kind()).isEqualTo(Failure.Kind.TRANSIENT);
      assertThat(failure().detail()).contains("nyc");
      assertThat(intoLon.originOf(8)).isEqualTo(Origin.UNKNOWN);

      nyc.start();
      intoLon.resolve(TO_LON, 2, 8);

      deliveries.await(2);
      assertThat(intoLon.originOf(8)).isEqualTo(Origin.LOCAL);
    }
  }

  private Failure failure() {
    LaneEvent event = deliveries.await(1).getFirst().event();
    assertThat(event).isInstanceOf(LaneEvent.OperationFailed.class);
    return ((LaneEvent.OperationFailed) event).failure();
  }
}
