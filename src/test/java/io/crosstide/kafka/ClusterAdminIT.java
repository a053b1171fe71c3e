package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.LabCluster;
import io.crosstide.reconcile.ConfigValue;
import io.crosstide.reconcile.FlowTopics;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.ObservedTopic;
import io.crosstide.reconcile.Outcome;
import io.crosstide.reconcile.ReplicationPlan;
import io.crosstide.reconcile.TopicChange.AddPartitions;
import io.crosstide.reconcile.TopicChange.CreateTopic;
import io.crosstide.reconcile.TopicPlanner;
import io.crosstide.topology.Guarantee;
import io.crosstide.topology.Isolation;
import io.crosstide.topology.LossPolicy;
import io.crosstide.topology.StartPosition;
import io.crosstide.topology.TopicPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClusterAdminIT {
  private static LabCluster nyc;
  private static LabCluster lon;
  private static ClusterAdmin source;
  private static ClusterAdmin target;

  @BeforeAll
  static void start() {
    nyc = LabCluster.started("nyc");
    lon = LabCluster.started("lon");
    source = admin("nyc", nyc.bootstrap());
    target = admin("lon", lon.bootstrap());
  }

  @AfterAll
  static void stop() {
    source.close();
    target.close();
    nyc.close();
    lon.close();
  }

  private static ClusterAdmin admin(String alias, String bootstrap) {
    return new ClusterAdmin(
        ClusterProperties.of(alias, Map.of("bootstrap.servers", bootstrap)), "test");
  }

  /** Takes the topics of one test, under the same names behind a prefix. */
  private static FlowTopics flow(String test) {
    return new FlowTopics(
        "nyc->lon",
        false,
        Guarantee.STRONGEST,
        topic ->
            topic.startsWith(test)
                ? Optional.of(
                    new TopicPlan(
                        topic,
                        "nyc." + topic,
                        new StartPosition.Earliest(),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        Isolation.READ_COMMITTED,
                        LossPolicy.CAUTIOUS))
                : Optional.empty(),
        topic -> Optional.empty());
  }

  /** Brokers hear of a change a moment after the controller has made it. */
  private static ReplicationPlan planOnce(FlowTopics flow, Predicate<ReplicationPlan> seen) {
    return await().atMost(Duration.ofSeconds(30)).until(() -> plan(flow), seen);
  }

  private static ReplicationPlan plan(FlowTopics flow) {
    ObservedCluster from = source.observe(flow::concerns);
    ObservedCluster to = target.observe(topic -> topic.startsWith("nyc."));
    return TopicPlanner.plan(flow, from, to);
  }

  @Test
  void shouldCreateGrowAndThenPlanNothing() throws Exception {
    FlowTopics flow = flow("grow");
    nyc.createTopic(
        "grow-orders",
        3,
        Map.of(
            "cleanup.policy", "compact",
            "retention.ms", "123456",
            "max.message.bytes", "3000000",
            "message.timestamp.type", "LogAppendTime"));
    nyc.createTopic("grow-payments", 1);

    List<Outcome> outcomes =
        target.apply(planOnce(flow, plan -> plan.changes().size() == 2).changes());

    assertThat(outcomes)
        .containsExactly(
            new Outcome.Done("nyc.grow-orders", ""), new Outcome.Done("nyc.grow-payments", ""));
    ReplicationPlan second = planOnce(flow, plan -> plan.lanes().size() == 4);
    assertThat(second.changes()).isEmpty();
    assertThat(second.notices()).isEmpty();
    ObservedTopic created =
        target.observe("nyc.grow-orders"::equals).topics().get("nyc.grow-orders");
    assertThat(created.partitions()).isEqualTo(3);
    assertThat(created.configs())
        .containsEntry("cleanup.policy", new ConfigValue("compact", true, false))
        .containsEntry("retention.ms", new ConfigValue("123456", true, false))
        .containsEntry("max.message.bytes", new ConfigValue("3000000", true, false))
        .containsEntry("message.timestamp.type", new ConfigValue("CreateTime", true, false))
        .containsEntry(
            "message.timestamp.after.max.ms",
            new ConfigValue(Long.toString(Long.MAX_VALUE), true, false));

    nyc.admin().createPartitions(Map.of("grow-orders", NewPartitions.increaseTo(5))).all().get();
    ReplicationPlan third = planOnce(flow, plan -> !plan.changes().isEmpty());
    assertThat(third.changes())
        .containsExactly(new AddPartitions("nyc.grow-orders", 3, 5, "grow-orders has 5"));
    assertThat(target.apply(third.changes()))
        .containsExactly(new Outcome.Done("nyc.grow-orders", ""));

    ReplicationPlan last = planOnce(flow, plan -> plan.lanes().size() == 6);
    assertThat(last.changes()).isEmpty();
  }

  @Test
  void shouldSayOfEachChangeWhatBecameOfIt() {
    lon.createTopic("there", 2);
    awaitTopic(target, "there");
    List<Outcome> outcomes =
        target.apply(
            List.of(
                create("there", OptionalInt.empty(), Map.of()),
                create("too-many-replicas", OptionalInt.of(3), Map.of()),
                create("bad-value", OptionalInt.empty(), Map.of("retention.ms", "soon")),
                create("half", OptionalInt.empty(), Map.of("no.such", "1", "retention.ms", "5")),
                new AddPartitions("there", 1, 2, "test"),
                new AddPartitions("nowhere", 1, 2, "test")));

    assertThat(outcomes).hasSize(6);
    assertThat(outcomes.get(0)).isEqualTo(new Outcome.Existed("there"));
    assertThat(outcomes.get(1)).asString().startsWith("Refused").contains("replication factor");
    assertThat(outcomes.get(2)).asString().startsWith("Refused").contains("retention.ms");
    assertThat(outcomes.get(3)).asString().startsWith("Done").contains("no.such");
    assertThat(outcomes.get(4)).isEqualTo(new Outcome.Existed("there"));
    assertThat(outcomes.get(5)).asString().contains("nowhere").contains("UNKNOWN_TOPIC");
    assertThat(awaitTopic(target, "half").config("retention.ms")).isEqualTo("5");
  }

  private static ObservedTopic awaitTopic(ClusterAdmin admin, String topic) {
    return await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> admin.observe(topic::equals).topics().get(topic), Objects::nonNull);
  }

  private static CreateTopic create(
      String topic, OptionalInt replicas, Map<String, String> configs) {
    return new CreateTopic(topic, 1, replicas, configs, "test");
  }

  @Test
  void shouldObserveOnlyWhatIsSelected() {
    nyc.createTopic("seen", 2, Map.of("retention.ms", "7"));
    nyc.createTopic("unseen", 1);
    awaitTopic(source, "seen");
    awaitTopic(source, "unseen");

    ObservedCluster observed = source.observe("seen"::equals);

    assertThat(observed.topics()).containsOnlyKeys("seen");
    assertThat(observed.clusterId()).isNotEmpty();
    assertThat(observed.brokers()).isEqualTo(1);
    assertThat(observed.topicConfigKeys()).contains("retention.ms", "message.timestamp.type");
    ObservedTopic seen = observed.topics().get("seen");
    assertThat(seen.topicId()).isNotEmpty();
    assertThat(seen.configs())
        .containsEntry("retention.ms", new ConfigValue("7", true, false))
        .containsEntry("compression.type", new ConfigValue("producer", false, false));
  }

  @Test
  void shouldKnowTheConfigsOfAClusterWhoseTopicsAreNotSelected() {
    nyc.createTopic("any", 1);
    awaitTopic(source, "any");

    assertThat(source.observe(topic -> false).topicConfigKeys()).contains("retention.ms");
  }
}
