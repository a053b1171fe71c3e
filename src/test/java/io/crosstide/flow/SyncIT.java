package io.crosstide.flow;

import static io.crosstide.flow.Guarded.allow;
import static io.crosstide.flow.Guarded.deny;
import static io.crosstide.flow.Guarded.grant;
import static io.crosstide.flow.Guarded.revoke;
import static io.crosstide.flow.Guarded.rights;
import static io.crosstide.flow.TwoClusters.PATIENCE;
import static org.apache.kafka.common.acl.AclOperation.ALL;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.PatternType.LITERAL;
import static org.apache.kafka.common.resource.PatternType.PREFIXED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.LabCluster;
import io.crosstide.status.FlowStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configs and ACLs of running flows between brokers with an authorizer. */
class SyncIT {
  private static final String ONE_WAY =
      "flows: { nyc->lon: { include: [/orders.*/], acls: { sync: true } } }";
  private static final String BOTH_WAYS =
      """
      defaults: { naming: identity, include: [/orders.*/], acls: { sync: true } }
      patterns: [ active-active: { clusters: [nyc, lon] } ]
      """;

  private static final String BACK =
      "lon->nyc: { include: [/orders.*/], acls: { sync: true, groups: true } }";

  @TempDir Path dir;

  private LabCluster nyc;
  private LabCluster lon;

  @BeforeEach
  void start() {
    nyc = Guarded.started("nyc");
    lon = Guarded.started("lon");
    nyc.createTopic("orders", 1, Map.of("retention.ms", "600000"));
  }

  @AfterEach
  void stop() {
    nyc.close();
    lon.close();
  }

  private Engine engine(String flows) {
    return TwoClusters.engine(
        dir,
        """
        clusters:
          nyc: { bootstrap: "%s" }
          lon: { bootstrap: "%s" }
        """
                .formatted(nyc.bootstrap(), lon.bootstrap())
            + quick(flows));
  }

  private static String quick(String flows) {
    return flows.replace("include:", "topic-refresh: 500ms, sync-refresh: 1s, include:");
  }

  private static void eventually(ThrowingRunnable assertion) {
    await().atMost(PATIENCE).untilAsserted(assertion);
  }

  private static ConfigEntry config(LabCluster cluster, String topic, String key) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return Guarded.answer(cluster.admin().describeConfigs(List.of(resource)).all())
        .get(resource)
        .get(key);
  }

  private static void alter(LabCluster cluster, String topic, String key, String value) {
    OpType type = value == null ? OpType.DELETE : OpType.SET;
    Guarded.answer(
        cluster
            .admin()
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    List.of(new AlterConfigOp(new ConfigEntry(key, value), type))))
            .all());
  }

  private static void expectConfig(LabCluster cluster, String topic, String key, String value) {
    eventually(() -> assertThat(config(cluster, topic, key).value()).isEqualTo(value));
  }

  @Test
  void shouldFollowTheSourcesConfigsAndLeaveTheTargetsOwnAlone() {
    try (Engine engine = engine(ONE_WAY)) {
      eventually(() -> assertThat(lon.admin().listTopics().names().get()).contains("nyc.orders"));
      expectConfig(lon, "nyc.orders", "retention.ms", "600000");

      alter(lon, "nyc.orders", "segment.bytes", "7777777");
      alter(nyc, "orders", "retention.ms", "700000");
      alter(nyc, "orders", "delete.retention.ms", "5");
      alter(nyc, "orders", "message.timestamp.after.max.ms", "60000");

      expectConfig(lon, "nyc.orders", "retention.ms", "700000");
      expectConfig(lon, "nyc.orders", "delete.retention.ms", "5");

      alter(nyc, "orders", "retention.ms", null);

      eventually(
          () ->
              assertThat(config(lon, "nyc.orders", "retention.ms").source())
                  .isEqualTo(ConfigEntry.ConfigSource.DEFAULT_CONFIG));
      assertThat(config(lon, "nyc.orders", "segment.bytes").value()).isEqualTo("7777777");
      assertThat(config(lon, "nyc.orders", "message.timestamp.after.max.ms").value())
          .isEqualTo(Long.toString(Long.MAX_VALUE));
      eventually(
          () ->
              assertThat(flow(engine).sync().differences())
                  .anyMatch(line -> line.startsWith("leave nyc.orders segment.bytes"))
                  .anyMatch(line -> line.contains("message.timestamp.after.max.ms")));
      assertThat(flow(engine).sync().pending()).isZero();
    }
  }

  private static FlowStatus flow(Engine engine) {
    return engine.snapshot().flows().getFirst();
  }

  @Test
  void shouldGiveReadersOfTheSourceTheMirrorAndTakeItAwayAgain() {
    var aliceReads = allow("alice", READ, LITERAL, "orders");
    var bobDoesAll = allow("bob", ALL, PREFIXED, "ord");
    grant(nyc, aliceReads, bobDoesAll, allow("carol", READ, LITERAL, "*"));
    grant(nyc, allow("alice", WRITE, LITERAL, "orders"));
    grant(nyc, deny("carol", READ, LITERAL, "orders"));
    grant(lon, allow("alice", WRITE, LITERAL, "lons-own"));
    var lonsOwn = allow("carol", DESCRIBE, LITERAL, "nyc.orders");
    grant(lon, lonsOwn);
    try (Engine engine = engine(ONE_WAY)) {
      eventually(
          () ->
              assertThat(rights(lon, "alice", "nyc.orders"))
                  .as("what writers do is not copied")
                  .containsExactlyInAnyOrder(READ, DESCRIBE));
      eventually(
          () ->
              assertThat(rights(lon, "bob", "nyc.orders"))
                  .containsExactlyInAnyOrder(READ, DESCRIBE));
      assertThat(rights(lon, "carol", "nyc.orders")).containsExactly(DESCRIBE);
      assertThat(Guarded.all(lon))
          .contains(
              allow("carol", READ, PREFIXED, "nyc."),
              deny("carol", READ, LITERAL, "nyc.orders"),
              allow("bob", READ, PREFIXED, "nyc.ord"));

      revoke(nyc, aliceReads, bobDoesAll);

      eventually(() -> assertThat(rights(lon, "alice", "nyc.orders")).isEmpty());
      eventually(() -> assertThat(rights(lon, "bob", "nyc.orders")).isEmpty());
      assertThat(Guarded.all(lon)).contains(lonsOwn, allow("alice", WRITE, LITERAL, "lons-own"));
      assertThat(flow(engine).conditions()).isEmpty();
    }
  }

  @Test
  void shouldNotBringBackWhatWasRevokedWhereFlowsGoBothWays() {
    lon.createTopic("orders-of-lon", 1);
    var alice = allow("alice", READ, LITERAL, "orders");
    var bob = allow("bob", READ, LITERAL, "orders-of-lon");
    grant(nyc, alice);
    grant(lon, bob);
    try (Engine engine = engine(BOTH_WAYS)) {
      eventually(() -> assertThat(Guarded.all(lon)).contains(alice));
      eventually(() -> assertThat(Guarded.all(nyc)).contains(bob));

      revoke(nyc, alice);
      eventually(() -> assertThat(Guarded.all(lon)).doesNotContain(alice));
      revoke(lon, bob);
      eventually(() -> assertThat(Guarded.all(nyc)).doesNotContain(bob));

      awaitTwoLooks(engine);
      assertThat(Guarded.all(nyc)).doesNotContain(alice, bob);
      assertThat(Guarded.all(lon)).doesNotContain(alice, bob);
      alter(lon, "orders-of-lon", "retention.ms", "5");
      expectConfig(nyc, "orders-of-lon", "retention.ms", "5");
      alter(nyc, "orders", "retention.ms", "6");
      expectConfig(lon, "orders", "retention.ms", "6");
      assertThat(config(nyc, "orders", "retention.ms").value())
          .as("the other direction alters no topic that an application made")
          .isEqualTo("6");
    }
  }

  private static void awaitTwoLooks(Engine engine) {
    long since = engine.snapshot().takenAt().toEpochMilli();
    eventually(
        () ->
            assertThat(engine.snapshot().flows())
                .as("every flow has looked twice since")
                .allMatch(flow -> flow.sync().checkedAtMs() > since + 2_000));
  }

  @Test
  void shouldNotBringBackAGroupThatWasRevokedWhereFlowsGoBothWays() {
    var alice = Guarded.allowGroup("alice", READ, LITERAL, "shop");
    String bothWays = "flows: { %s, %s }".formatted(BACK, BACK.replace("lon->nyc", "nyc->lon"));
    grant(nyc, alice);
    try (Engine engine = engine(bothWays)) {
      eventually(() -> assertThat(Guarded.all(lon)).contains(alice));
      awaitTwoLooks(engine);
    }

    revoke(nyc, alice);
    // The flow back alone, as if it were the first to look.
    try (Engine engine = engine("flows: { " + BACK + " }")) {
      awaitTwoLooks(engine);
      assertThat(Guarded.all(nyc)).doesNotContain(alice);
    }
    try (Engine engine = engine(bothWays)) {
      eventually(() -> assertThat(Guarded.all(lon)).doesNotContain(alice));
      awaitTwoLooks(engine);
      assertThat(Guarded.all(nyc)).doesNotContain(alice);
      assertThat(Guarded.all(lon)).doesNotContain(alice);
    }
  }

  @Test
  void shouldSayThatThereIsNoAuthorizerAndGoOn() {
    LabCluster open = LabCluster.started("lon");
    lon.close();
    lon = open;
    try (Engine engine = engine(ONE_WAY)) {
      expectConditionOfAcls(engine);
      alter(nyc, "orders", "retention.ms", "700000");
      expectConfig(lon, "nyc.orders", "retention.ms", "700000");
      expectConditionOfAcls(engine);
    }
  }

  @Test
  void shouldSayOnceThatItMayNotChangeAclsAndGoOn() {
    grant(nyc, allow("alice", READ, LITERAL, "orders"), allow("bob", ALL, LITERAL, "orders"));
    grant(
        lon,
        allow("carol", ALL, ResourceType.TOPIC),
        allow("carol", ALL, ResourceType.GROUP),
        allow("carol", ALL, ResourceType.TRANSACTIONAL_ID),
        allow("carol", DESCRIBE, ResourceType.CLUSTER));
    String asCarol =
        Guarded.properties("carol").entrySet().stream()
            .map(property -> "%s: '%s'".formatted(property.getKey(), property.getValue()))
            .collect(Collectors.joining(", "));
    String clusters =
        """
        clusters:
          nyc: { bootstrap: "%s" }
          lon: { bootstrap: "%s", properties: { %s } }
        """
            .formatted(nyc.bootstrap(), lon.bootstrap("GUARDED"), asCarol);
    try (Engine engine = TwoClusters.engine(dir, clusters + quick(ONE_WAY))) {
      eventually(
          () ->
              assertThat(flow(engine).conditions())
                  .filteredOn(condition -> condition.contains("ACLs"))
                  .singleElement()
                  .asString()
                  .startsWith("3 changes of ACLs could not be made; the first: ")
                  .contains("the principal needs ALTER on the cluster"));
      eventually(() -> assertThat(flow(engine).sync().pending()).isEqualTo(3));
      alter(nyc, "orders", "retention.ms", "700000");
      expectConfig(lon, "nyc.orders", "retention.ms", "700000");
    }
  }

  private static void expectConditionOfAcls(Engine engine) {
    eventually(
        () ->
            assertThat(flow(engine).conditions())
                .containsExactly("ACLs are not synced: cluster lon has no authorizer"));
  }
}
