package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.lab.LabCluster;
import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.RegistryPort.Origin;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A source that lets nobody read but who was granted it. */
class RegistryRightsIT {
  private static final LaneId LANE = new LaneId("nyc->lon", "orders", 0);

  private final Deliveries deliveries = new Deliveries();

  private ProducerRegistry registry(LabCluster nyc) {
    Map<String, String> asMirror = GuardedCluster.asMirror(nyc);
    return new ProducerRegistry(
        "nyc->lon",
        new ProducerRegistry.Cluster(
            new ClusterIdentity("nyc", "n"), ClusterProperties.of("nyc", asMirror)),
        new ProducerRegistry.Cluster(
            new ClusterIdentity("lon", "l"), ClusterProperties.of("lon", asMirror)),
        OptionalInt.empty(),
        InstantSource.system(),
        deliveries);
  }

  @Test
  void shouldNameTheMissingRightAndJudgeOnceReadIsGranted() throws Exception {
    try (LabCluster nyc = GuardedCluster.started("nyc");
        ProducerRegistry registry = registry(nyc)) {
      nyc.createTopic(ProducerRegistry.TOPIC, 1, Map.of("cleanup.policy", "compact"));

      registry.resolve(LANE, 1, 7);

      LaneEvent event = deliveries.await(1).getFirst().event();
      assertThat(event).isInstanceOf(LaneEvent.OperationFailed.class);
      Failure failure = ((LaneEvent.OperationFailed) event).failure();
      assertThat(failure.kind()).isEqualTo(Failure.Kind.REFUSED);
      assertThat(failure.error()).isEqualTo("TOPIC_AUTHORIZATION_FAILED");
      assertThat(failure.detail())
          .contains("READ and DESCRIBE on Topic:__crosstide-producers at cluster nyc");
      assertThat(failure.toString()).doesNotContain("secret");
      assertThat(registry.originOf(7)).isEqualTo(Origin.UNKNOWN);

      nyc.admin().createAcls(List.of(read())).all().get();

      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () -> {
                int before = deliveries.await(0).size();
                registry.resolve(LANE, 2, 7);
                Delivery answer = deliveries.await(before + 1).getLast();
                return answer.event().equals(new LaneEvent.Judged(7));
              });
      assertThat(registry.originOf(7)).isEqualTo(Origin.LOCAL);
    }
  }

  private static AclBinding read() {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, ProducerRegistry.TOPIC, PatternType.LITERAL),
        new AccessControlEntry("User:mirror", "*", AclOperation.READ, AclPermissionType.ALLOW));
  }
}
