package io.crosstide.reconcile;

import static io.crosstide.reconcile.Configs.cluster;
import static io.crosstide.reconcile.Configs.flow;
import static io.crosstide.reconcile.Configs.mirror;
import static io.crosstide.reconcile.Configs.plan;
import static io.crosstide.reconcile.Configs.rules;
import static io.crosstide.reconcile.Configs.topic;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.reconcile.ConfigChange.SetConfig;
import io.crosstide.topology.ConfigOwner;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a config is, and whose a topic. */
class ConfigOwnershipTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "message.timestamp.before.max.ms",
        "message.timestamp.after.max.ms",
        "message.timestamp.difference.max.ms",
        "min.insync.replicas",
        "unclean.leader.election.enable",
        "remote.storage.enable",
        "local.retention.ms",
        "confluent.placement.constraints"
      })
  void shouldLeaveToTheTargetWhatDependsOnTheClusterAndShowIt(String key) {
    ConfigPlan plan = plan(topic("orders", key + "=2"), mirror("nyc.orders", key + "=1"), mine());

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.leftAlone())
        .singleElement()
        .asString()
        .isEqualTo(
            "leave nyc.orders %s: it is the target's: 1 here, 2 at the source".formatted(key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "follower.replication.throttled.replicas",
        "leader.replication.throttled.replicas"
      })
  void shouldNotEvenShowThrottles(String key) {
    ConfigPlan plan = plan(topic("orders", key + "=*"), mirror("nyc.orders"), Map.of());

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.leftAlone()).isEmpty();
  }

  @Test
  void shouldDoAsTheTopologySaysOfAKey() {
    ConfigRules rules =
        rules(
            Map.of(
                "retention.ms", ConfigOwner.TARGET,
                "min.insync.replicas", ConfigOwner.SOURCE,
                "*", ConfigOwner.IGNORE),
            false,
            false);

    ConfigPlan plan =
        plan(
            flow("nyc.", rules),
            topic("orders", "retention.ms=1", "min.insync.replicas=2", "cleanup.policy=compact"),
            mirror("nyc.orders", "retention.ms=2", "min.insync.replicas~1"),
            Map.of());

    assertThat(plan.changes())
        .containsExactly(
            new SetConfig("nyc.orders", "min.insync.replicas", "2", "1", "orders sets it"));
    assertThat(plan.leftAlone()).extracting(LeftAlone::detail).containsExactly("retention.ms");
  }

  /**
   * A compacted topic that is created without its policy loses what the target's default deletes.
   */
  @Test
  void shouldCreateAsTheSourceHasItAndThenLeaveItToTheTarget() {
    ConfigRules rules = rules(Map.of("*", ConfigOwner.AT_CREATION), true, false);
    ObservedTopic source =
        topic("orders", "cleanup.policy=compact", "retention.ms=1", "min.insync.replicas=2");

    TopicConfigs.Chosen chosen =
        TopicConfigs.forMirrorOf(source, cluster(mirror("nyc.orders")), rules);
    ConfigPlan plan =
        plan(flow("nyc.", rules), source, mirror("nyc.orders", "retention.ms=2"), Map.of());

    assertThat(chosen.configs())
        .containsEntry("cleanup.policy", "compact")
        .containsEntry("retention.ms", "1")
        .doesNotContainKey("min.insync.replicas");
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.leftAlone()).extracting(LeftAlone::detail).contains("retention.ms");
  }

  @Test
  void shouldAlterNoTopicThatTheFlowDidNotCreate() {
    ConfigPlan plan =
        plan(topic("orders", "retention.ms=1"), topic("nyc.orders", "retention.ms=2"), Map.of());

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.records()).isEmpty();
    assertThat(plan.leftAlone()).singleElement().asString().contains("did not create it");
    assertThat(plan.collisions())
        .singleElement()
        .asString()
        .contains("target topic nyc.orders was not created by this flow", "adopt: true");
  }

  @Test
  void shouldCallItNoCollisionWhereNamesAreKept() {
    ConfigPlan plan =
        plan(
            flow("", ConfigRules.PRESET),
            topic("orders", "retention.ms=1"),
            topic("orders", "retention.ms=2"),
            Map.of());

    assertThat(plan.changes()).as("both clusters' applications have that topic").isEmpty();
    assertThat(plan.collisions()).isEmpty();
  }

  @Test
  void shouldAdoptWhenToldTo() {
    ConfigPlan plan =
        plan(
            flow("nyc.", rules(Map.of(), true, false)),
            topic("orders", "retention.ms=1"),
            topic("nyc.orders", "retention.ms=2", "retention.bytes=3"),
            Map.of());

    assertThat(plan.changes())
        .containsExactly(new SetConfig("nyc.orders", "retention.ms", "1", "2", "orders sets it"));
    assertThat(plan.collisions()).isEmpty();
    assertThat(plan.leftAlone()).extracting(LeftAlone::detail).containsExactly("retention.bytes");
  }

  @Test
  void shouldNotFightAboutATopicThatOthersWrite() {
    ConfigPlan plan =
        plan(
            flow("", rules(Map.of(), true, true)),
            topic("orders", "retention.ms=1"),
            mirror("orders", "retention.ms=2"),
            Map.of());

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.leftAlone()).singleElement().asString().contains("merge");
  }

  @Test
  void shouldNotTakeARecordOfAnotherTopicOfThatNameForItsOwn() {
    ConfigPlan plan =
        ConfigPlanner.plan(
            flow("nyc.", ConfigRules.PRESET),
            cluster(topic("orders")),
            cluster(mirror("nyc.orders", "retention.ms=60000")),
            Map.of("nyc.orders", new ConfigRecord("id-before", Map.of("retention.ms", "60000"))));

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.records()).containsExactly(Map.entry("nyc.orders", ConfigRecord.NONE));
  }

  /** A record, so that a topic is known as the flow's whatever else is set on it. */
  private static Map<String, String> mine() {
    return Map.of("retention.ms", "1");
  }
}
