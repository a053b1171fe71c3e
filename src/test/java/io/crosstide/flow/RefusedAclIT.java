package io.crosstide.flow;

import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.kafka.ClusterAdmin;
import io.crosstide.kafka.ClusterProperties;
import io.crosstide.kafka.SyncRecords;
import io.crosstide.lab.LabCluster;
import io.crosstide.reconcile.Acl;
import io.crosstide.reconcile.AclChange;
import io.crosstide.reconcile.AclChange.CreateAcl;
import io.crosstide.reconcile.AclChange.DeleteAcl;
import io.crosstide.reconcile.ObservedAcls;
import io.crosstide.reconcile.Outcome;
import io.crosstide.topology.Flow;
import io.crosstide.topology.SecretSource;
import io.crosstide.topology.TopologyReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A cluster that does only some of what it is asked to do with ACLs. */
class RefusedAclIT {
  private LabCluster lon;
  private ClusterAdmin admin;

  @BeforeEach
  void start() {
    lon =
        LabCluster.named("lon")
            .property("authorizer.class.name", StubbornAuthorizer.class.getName())
            .property("super.users", "User:ANONYMOUS")
            .start();
    admin = new ClusterAdmin(atLon(), "test");
  }

  private ClusterProperties atLon() {
    return ClusterProperties.of("lon", Map.of("bootstrap.servers", lon.bootstrap()));
  }

  @AfterEach
  void stop() {
    admin.close();
    lon.close();
  }

  private static Acl acl(Acl.Permission permission, String principal) {
    return new Acl(
        Acl.Resource.TOPIC,
        Acl.Pattern.LITERAL,
        "nyc.orders",
        principal,
        Acl.EVERY,
        "READ",
        permission);
  }

  private static Acl allow(String principal) {
    return acl(Acl.Permission.ALLOW, principal);
  }

  private List<Outcome> apply(AclChange... changes) {
    return admin.applyAcls(List.of(changes));
  }

  @Test
  void shouldNotTakeForDeletedWhatTheClusterFoundAndKept() {
    apply(new CreateAcl(allow("User:always"), "test"), new CreateAcl(allow("User:alice"), "test"));

    List<Outcome> outcomes =
        apply(
            new DeleteAcl(allow("User:always"), "test"),
            new DeleteAcl(allow("User:alice"), "test"));

    assertThat(outcomes.getFirst()).isInstanceOf(Outcome.Refused.class);
    assertThat(outcomes.getFirst().toString()).contains("INVALID_REQUEST", "I won't");
    assertThat(outcomes.getLast()).isInstanceOf(Outcome.Done.class);
    assertThat(((ObservedAcls.Known) admin.acls()).acls()).containsExactly(allow("User:always"));
  }

  @Test
  void shouldNotHoldForItsOwnWhatTheClusterRefusedToCreate() {
    try (LabCluster nyc = Guarded.started("nyc")) {
      nyc.createTopic("orders", 1);
      Guarded.grant(
          nyc,
          Guarded.allow("alice", READ, LITERAL, "orders"),
          Guarded.allow("never", READ, LITERAL, "orders"));
      assertThat(failed(planning(nyc).apply())).isEqualTo(1);
      assertThat(onRecord()).containsExactly(allow("User:alice"));

      Guarded.grant(
          nyc,
          Guarded.deny("never", READ, LITERAL, "orders"),
          Guarded.allow("bob", READ, LITERAL, "orders"));
      assertThat(failed(planning(nyc).apply()))
          .as("nobody is allowed anything while somebody can't be denied")
          .isEqualTo(3);
      assertThat(onRecord()).containsExactly(allow("User:alice"));
    }
  }

  private FlowPlanning planning(LabCluster nyc) {
    String yaml =
        """
        clusters:
          nyc: { bootstrap: "%s" }
          lon: { bootstrap: "%s" }
        flows:
          nyc->lon: { include: [orders], acls: { sync: true } }
        """
            .formatted(nyc.bootstrap(), lon.bootstrap());
    Flow flow = TopologyReader.read("t.yaml", yaml).topology().orElseThrow().flows().getFirst();
    return new FlowPlanning(flow, SecretSource.ofProcess());
  }

  private static long failed(PlanReport report) {
    return report.changes().stream().filter(PlanReport.Planned::failed).count();
  }

  private Set<Acl> onRecord() {
    try (SyncRecords records = new SyncRecords("nyc->lon", atLon())) {
      records.read();
      return records.acls();
    }
  }
}
