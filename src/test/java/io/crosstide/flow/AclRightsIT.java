package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.kafka.GuardedCluster;
import io.crosstide.lab.LabCluster;
import io.crosstide.status.FlowStatus;
import io.crosstide.topology.Side;
import io.crosstide.topology.TopologyReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@link RequiredRights} lists for flows that sync ACLs, all of it and without each. */
class AclRightsIT {
  private static final AclBinding ALICE_READS_ALL =
      Guarded.allow("alice", AclOperation.READ, PatternType.LITERAL, "*");
  private static final AclBinding AT_THE_TARGET =
      Guarded.allow("alice", AclOperation.READ, PatternType.LITERAL, "nyc.orders");

  /** Would let alice read nyc.private, too, which is no mirror. */
  private static final AclBinding TOO_MUCH =
      Guarded.allow("alice", AclOperation.READ, PatternType.PREFIXED, "nyc.");

  private static LabCluster nyc;
  private static LabCluster lon;

  @TempDir private Path dir;

  @BeforeAll
  static void start() {
    nyc = GuardedCluster.started("nyc");
    lon = GuardedCluster.started("lon");
    nyc.createTopic("orders", 1);
    lon.createTopic("nyc.private", 1);
    Guarded.grant(nyc, ALICE_READS_ALL);
  }

  @AfterAll
  static void stop() {
    nyc.close();
    lon.close();
  }

  @AfterEach
  void revokeAll() {
    Guarded.revoke(nyc, mirrors(nyc));
    Guarded.revoke(lon, mirrors(lon));
  }

  private static AclBinding[] mirrors(LabCluster cluster) {
    return Guarded.all(cluster).stream()
        .filter(acl -> !acl.equals(ALICE_READS_ALL))
        .toArray(AclBinding[]::new);
  }

  /** Those rights that a flow needs for ACLs alone. */
  static List<Right> prefixRights() {
    return beside("prefix");
  }

  static List<Right> identityRights() {
    return beside("identity");
  }

  private static List<Right> beside(String naming) {
    List<Right> rights = new ArrayList<>(rights(naming, true));
    rights.removeAll(rights(naming, false));
    return rights;
  }

  private static List<Right> rights(String naming, boolean acls) {
    var read = TopologyReader.read("rights.yaml", yaml("nyc:9092", "lon:9092", naming, acls));
    return RequiredRights.of(read.topology().orElseThrow().flows().getFirst());
  }

  private Engine engine(String naming, Right missing) {
    for (Right right : rights(naming, true)) {
      if (!right.equals(missing)) {
        Guarded.grant(
            right.side() == Side.SOURCE ? nyc : lon, GuardedLife.acl("User:mirror", right));
      }
    }
    return TwoClusters.engine(
        dir, yaml(nyc.bootstrap("GUARDED"), lon.bootstrap("GUARDED"), naming, true));
  }

  private static FlowStatus flow(Engine engine) {
    return engine.snapshot().flows().getFirst();
  }

  private static Set<AclBinding> atTarget() {
    return Guarded.all(lon);
  }

  @Test
  void shouldSyncWithExactlyTheseRights() {
    try (Engine engine = engine("prefix", null)) {
      await().atMost(PATIENCE).until(() -> atTarget().contains(AT_THE_TARGET));
      assertThat(atTarget()).doesNotContain(TOO_MUCH);
      assertThat(flow(engine).conditions()).isEmpty();
    }
  }

  @Test
  void shouldSyncUnderTheSameNamesWithExactlyTheseRights() {
    try (Engine engine = engine("identity", null)) {
      AclBinding wanted = Guarded.allow("alice", AclOperation.READ, PatternType.LITERAL, "orders");

      await().atMost(PATIENCE).until(() -> atTarget().contains(wanted));
      assertThat(flow(engine).conditions()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("prefixRights")
  void shouldNotDoWithout(Right missing) {
    expectTrouble("prefix", missing);
  }

  @ParameterizedTest
  @MethodSource("identityRights")
  void shouldNotDoWithoutUnderTheSameNames(Right missing) {
    expectTrouble("identity", missing);
  }

  /** It says so; or, where it can't know, it gives more than it should. */
  private void expectTrouble(String naming, Right missing) {
    try (Engine engine = engine(naming, missing)) {
      await()
          .atMost(PATIENCE)
          .until(() -> complains(flow(engine)) || atTarget().contains(TOO_MUCH));
    }
  }

  private static boolean complains(FlowStatus flow) {
    return flow.conditions().stream()
        .filter(condition -> condition.contains("ACLs"))
        .anyMatch(GuardedLife.SAID.asPredicate().or(said -> said.contains("needs DESCRIBE on")));
  }

  @Test
  void shouldNeedThreeRightsForEither() {
    assertThat(Stream.of(prefixRights(), identityRights())).allMatch(rights -> rights.size() == 3);
  }

  private static String yaml(String source, String target, String naming, boolean acls) {
    return """
    clusters:
      nyc: { bootstrap: "%s" }
      lon: { bootstrap: "%s" }
    defaults:
      include: [orders]
      naming: %s
      topic-refresh: 500ms
      sync-refresh: 1s
      acls: { sync: %s }
      properties: %s
    flows:
      nyc->lon: {}
    """
        .formatted(source, target, naming, acls, GuardedLife.AS_MIRROR);
  }
}
