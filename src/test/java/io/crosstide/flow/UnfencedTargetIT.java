package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.lanes;
import static io.crosstide.flow.TwoClusters.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.LabCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target that grants nobody a transactional id. */
class UnfencedTargetIT {
  @TempDir Path dir;

  private LabCluster nyc;
  private LabCluster lon;

  @BeforeEach
  void start() throws Exception {
    nyc = LabCluster.started("nyc");
    lon =
        LabCluster.named("lon")
            .property(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            .property("allow.everyone.if.no.acl.found", "true")
            .start();
    var everyId = new ResourcePattern(ResourceType.TRANSACTIONAL_ID, "*", PatternType.LITERAL);
    var nobody =
        new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.WRITE, AclPermissionType.DENY);
    lon.admin().createAcls(List.of(new AclBinding(everyId, nobody))).all().get();
    nyc.createTopic("orders", 1);
    nyc.produce(records("orders", 0, 40), Map.of());
  }

  @AfterEach
  void stop() {
    nyc.close();
    lon.close();
  }

  @Test
  void shouldCopyAtLeastOnceAndSaySo() {
    try (Engine engine = TwoClusters.engine(dir, yaml("strongest"))) {
      TwoClusters.awaitMirrored(engine);
      TwoClusters.expectEqual(nyc, "orders", lon, "nyc.orders", 40);

      assertThat(lanes(engine, "nyc->lon"))
          .singleElement()
          .satisfies(
              lane -> {
                assertThat(lane.unfenced()).isTrue();
                assertThat(lane.reason())
                    .contains("at-least-once", "TRANSACTIONAL_ID_AUTHORIZATION_FAILED");
              });
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  engine.snapshot().flows().getFirst().conditions().stream()
                      .anyMatch(line -> line.startsWith("delivery is at-least-once")));
    }
  }

  @Test
  void shouldRefuseToStartWhereExactlyOnceIsAskedFor() {
    try (Engine engine = TwoClusters.engine(dir, yaml("exactly-once"))) {
      TwoClusters.awaitLane(
          engine,
          "orders",
          lane ->
              lane.state().equals("stopped")
                  && lane.reason().contains("TRANSACTIONAL_ID_AUTHORIZATION_FAILED")
                  && lane.reason().contains("delivery: strongest")
                  && lane.records() == 0);
    }
  }

  private String yaml(String delivery) {
    return """
    clusters:
      nyc: { bootstrap: "%s" }
      lon: { bootstrap: "%s" }
    flows:
      nyc->lon:
        include: [orders]
        delivery: %s
        topic-refresh: 500ms
        heartbeats: never
    """
        .formatted(nyc.bootstrap(), lon.bootstrap(), delivery);
  }
}
