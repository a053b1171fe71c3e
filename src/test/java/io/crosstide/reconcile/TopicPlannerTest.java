package io.crosstide.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.Codec;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.TargetPartition;
import io.crosstide.reconcile.TopicChange.AddPartitions;
import io.crosstide.reconcile.TopicChange.CreateTopic;
import io.crosstide.topology.Guarantee;
import io.crosstide.topology.Isolation;
import io.crosstide.topology.LossPolicy;
import io.crosstide.topology.StartPosition;
import io.crosstide.topology.TopicPlan;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicPlannerTest {
  private static final Set<String> KAFKA_4 =
      Set.of(
          "cleanup.policy",
          "compression.type",
          "max.message.bytes",
          "message.timestamp.after.max.ms",
          "message.timestamp.before.max.ms",
          "message.timestamp.type",
          "retention.ms");

  private static final Set<String> KAFKA_3_5 =
      Set.of("max.message.bytes", "message.timestamp.difference.max.ms", "message.timestamp.type");

  private static final FlowTopics PREFIXED = flow(OptionalInt.empty(), false);

  /** Takes everything but {@code secret...}; all of {@code merge...} goes into one topic. */
  private static FlowTopics flow(OptionalInt replicationFactor, boolean forward) {
    return new FlowTopics(
        "nyc->lon",
        forward,
        Guarantee.STRONGEST,
        topic ->
            topic.startsWith("secret") || topic.startsWith("long")
                ? Optional.empty()
                : Optional.of(plan(topic, replicationFactor)),
        topic -> topic.startsWith("long") ? Optional.of("name is too long") : Optional.empty());
  }

  private static TopicPlan plan(String topic, OptionalInt replicationFactor) {
    return new TopicPlan(
        topic,
        topic.startsWith("merge") ? "merged" : "nyc." + topic,
        new StartPosition.Latest(),
        replicationFactor,
        OptionalLong.empty(),
        Isolation.READ_COMMITTED,
        LossPolicy.CAUTIOUS);
  }

  private static ObservedTopic topic(String name, int partitions, String... configs) {
    Map<String, ConfigValue> values = new HashMap<>();
    values.put("max.message.bytes", new ConfigValue("1048588", false, false));
    values.put("cleanup.policy", new ConfigValue("delete", false, false));
    values.put("compression.type", new ConfigValue("producer", false, false));
    values.put("message.timestamp.type", new ConfigValue("CreateTime", false, false));
    for (String config : configs) {
      int at = config.indexOf('=');
      values.put(config.substring(0, at), new ConfigValue(config.substring(at + 1), true, false));
    }
    return new ObservedTopic(name, "id-of-" + name, partitions, values);
  }

  private static ObservedCluster cluster(Set<String> keys, ObservedTopic... topics) {
    Map<String, ObservedTopic> byName = new HashMap<>();
    Arrays.stream(topics).forEach(topic -> byName.put(topic.name(), topic));
    return new ObservedCluster("id", 2, byName, keys);
  }

  @Test
  void shouldCreateWhatIsMissingWithTheConfigsThatWereSetAndNoOthers() {
    ObservedCluster source =
        cluster(
            KAFKA_4,
            topic(
                "orders",
                3,
                "retention.ms=60000",
                "cleanup.policy=compact",
                "min.insync.replicas=2",
                "unclean.leader.election.enable=true",
                "leader.replication.throttled.replicas=0:1",
                "follower.replication.throttled.replicas=0:1",
                "message.timestamp.type=LogAppendTime",
                "message.timestamp.before.max.ms=1",
                "remote.storage.enable=true",
                "local.retention.ms=5"),
            topic("secrets", 1));

    ReplicationPlan plan = TopicPlanner.plan(PREFIXED, source, cluster(KAFKA_4));

    assertThat(plan.changes())
        .containsExactly(
            new CreateTopic(
                "nyc.orders",
                3,
                OptionalInt.empty(),
                Map.of(
                    "retention.ms", "60000",
                    "cleanup.policy", "compact",
                    "max.message.bytes", "1048588",
                    "message.timestamp.type", "CreateTime",
                    "message.timestamp.before.max.ms", "9223372036854775807",
                    "message.timestamp.after.max.ms", "9223372036854775807"),
                "mirror of orders"));
    assertThat(plan.lanes()).as("none before the topic is there").isEmpty();
    assertThat(plan.notices()).isEmpty();
    assertThat(plan.changes().getFirst())
        .hasToString(
            "create nyc.orders: 3 partitions, replication factor default, {cleanup.policy=compact,"
                + " max.message.bytes=1048588,"
                + " message.timestamp.after.max.ms=9223372036854775807,"
                + " message.timestamp.before.max.ms=9223372036854775807,"
                + " message.timestamp.type=CreateTime, retention.ms=60000} (mirror of orders)");
  }

  @Test
  void shouldSetOnlyWhatTheTargetsBrokersKnowAndSaySo() {
    ObservedCluster source = cluster(KAFKA_4, topic("orders", 1, "errors.deadletterqueue=x"));

    CreateTopic create =
        (CreateTopic) TopicPlanner.plan(PREFIXED, source, cluster(KAFKA_3_5)).changes().getFirst();

    assertThat(create.configs())
        .containsOnly(
            Map.entry("max.message.bytes", "1048588"),
            Map.entry("message.timestamp.type", "CreateTime"),
            Map.entry("message.timestamp.difference.max.ms", "9223372036854775807"));
    assertThat(create.why()).contains("don't know").contains("errors.deadletterqueue");
  }

  @Test
  void shouldTakeBatchesAsLargeAsTheSourceDoes() {
    ObservedCluster source = cluster(KAFKA_4, topic("orders", 1, "max.message.bytes=20000000"));

    CreateTopic create =
        (CreateTopic) TopicPlanner.plan(PREFIXED, source, cluster(Set.of())).changes().getFirst();

    assertThat(create.configs()).containsEntry("max.message.bytes", "20000000");
  }

  @Test
  void shouldPlanNothingWhenAllIsThere() {
    ObservedCluster source = cluster(KAFKA_4, topic("orders", 2, "retention.ms=60000"));
    ObservedCluster target = cluster(KAFKA_4, topic("nyc.orders", 2, "retention.ms=60000"));

    ReplicationPlan plan = TopicPlanner.plan(PREFIXED, source, target);

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.notices()).isEmpty();
    assertThat(plan.lanes())
        .extracting(WantedLane::lane)
        .containsExactly(new LaneId("nyc->lon", "orders", 0), new LaneId("nyc->lon", "orders", 1));
  }

  @Test
  void shouldGrowTheTargetAndRunTheLanesThatCanRun() {
    ObservedCluster source = cluster(KAFKA_4, topic("orders", 4));
    ObservedCluster target = cluster(KAFKA_4, topic("nyc.orders", 2));

    ReplicationPlan plan = TopicPlanner.plan(PREFIXED, source, target);

    assertThat(plan.changes())
        .containsExactly(
            new AddPartitions(
                "nyc.orders",
                2,
                4,
                "orders has 4; nyc.orders was not created by a flow, or its message.timestamp"
                    + " configs were changed since: it grows all the same"));
    assertThat(plan.lanes()).hasSize(2);
  }

  @Test
  void shouldLeaveALargerTargetAlone() {
    ObservedCluster source = cluster(KAFKA_4, topic("orders", 1));
    ObservedCluster target = cluster(KAFKA_4, topic("nyc.orders", 5));

    ReplicationPlan plan = TopicPlanner.plan(PREFIXED, source, target);

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.lanes()).hasSize(1);
  }

  @Test
  void shouldTellALaneTheLimitsOfItsTarget() {
    ObservedCluster source = cluster(KAFKA_4, topic("orders", 1));
    ObservedCluster target =
        cluster(
            KAFKA_4, topic("nyc.orders", 1, "compression.type=zstd", "max.message.bytes=5000000"));

    WantedLane lane =
        TopicPlanner.plan(flow(OptionalInt.empty(), true), source, target).lanes().getFirst();

    assertThat(lane.settings().target()).isEqualTo(new TargetPartition("nyc.orders", 0));
    assertThat(lane.settings().targetCodec()).contains(Codec.ZSTD);
    assertThat(lane.settings().maxBatchBytes()).isEqualTo(5_000_000);
    assertThat(lane.settings().start()).isEqualTo(new StartPosition.Latest());
    assertThat(lane.settings().forward()).isTrue();
  }

  @Test
  void shouldSkipATopicThatCannotHaveItsReplicas() {
    ObservedCluster source = cluster(KAFKA_4, topic("orders", 1));

    ReplicationPlan plan =
        TopicPlanner.plan(flow(OptionalInt.of(3), false), source, cluster(KAFKA_4));

    assertThat(plan.changes()).isEmpty();
    assertThat(plan.notices())
        .containsExactly(
            new Notice(
                "orders",
                true,
                "replication factor 3 for target topic nyc.orders needs as many brokers, the target"
                    + " has 2"));
  }

  @Test
  void shouldSayWhichTopicTheFlowRefuses() {
    ReplicationPlan plan =
        TopicPlanner.plan(PREFIXED, cluster(KAFKA_4, topic("long", 1)), cluster(KAFKA_4));

    assertThat(plan.notices()).containsExactly(new Notice("long", true, "name is too long"));
  }

  @Test
  void shouldMakeOneTopicOfSeveralThatMerge() {
    ObservedCluster source =
        cluster(
            KAFKA_4, topic("merge-a", 2, "retention.ms=1"), topic("merge-b", 6, "retention.ms=2"));

    ReplicationPlan missing = TopicPlanner.plan(PREFIXED, source, cluster(KAFKA_4));
    ReplicationPlan small =
        TopicPlanner.plan(PREFIXED, source, cluster(KAFKA_4, topic("merged", 1)));

    assertThat(missing.changes()).hasSize(1);
    CreateTopic create = (CreateTopic) missing.changes().getFirst();
    assertThat(create.partitions()).isEqualTo(6);
    assertThat(create.configs()).containsEntry("retention.ms", "1");
    AddPartitions grow = (AddPartitions) small.changes().getFirst();
    assertThat(small.changes()).hasSize(1);
    assertThat(grow.to()).isEqualTo(6);
    assertThat(grow.why()).startsWith("merge-b has 6; ");
  }

  @Test
  void shouldWarnOfATargetThatIsNotLikeItsSource() {
    ObservedCluster source = cluster(KAFKA_4, topic("orders", 1, "max.message.bytes=2000000"));
    ObservedCluster target =
        cluster(
            KAFKA_4,
            topic(
                "nyc.orders", 1, "message.timestamp.type=LogAppendTime", "cleanup.policy=compact"));

    ReplicationPlan plan = TopicPlanner.plan(PREFIXED, source, target);

    assertThat(plan.lanes()).hasSize(1);
    assertThat(plan.notices())
        .extracting(Notice::text)
        .satisfiesExactly(
            text -> assertThat(text).contains("LogAppendTime"),
            text -> assertThat(text).contains("1048588").contains("2000000"),
            text -> assertThat(text).contains("without key"));
    assertThat(plan.notices()).noneMatch(Notice::skipped);
  }

  @Test
  void shouldCopyNoSecretAndGoOnWhenConfigsCannotBeRead() {
    ObservedTopic secret =
        new ObservedTopic("orders", "id", 1, Map.of("token", new ConfigValue("", true, true)));
    ObservedTopic unreadable = new ObservedTopic("payments", "id", 1, Map.of());

    ReplicationPlan plan =
        TopicPlanner.plan(
            PREFIXED,
            cluster(Set.of(), secret, unreadable),
            cluster(Set.of(), topic("nyc.payments", 1)));

    assertThat(((CreateTopic) plan.changes().getFirst()).configs()).doesNotContainKey("token");
    assertThat(plan.lanes()).hasSize(1);
    assertThat(plan.notices()).singleElement().asString().contains("DESCRIBE_CONFIGS");
  }
}
