package io.crosstide.reconcile;

import io.crosstide.topology.ConfigOwner;
import io.crosstide.topology.ConfigPolicy;
import io.crosstide.topology.Guarantee;
import io.crosstide.topology.Isolation;
import io.crosstide.topology.LossPolicy;
import io.crosstide.topology.StartPosition;
import io.crosstide.topology.TopicPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Topics with configs in few words, and what is planned for them. */
final class Configs {
  private static final String UNLIMITED = "9223372036854775807";

  /** What the mirror sets on every topic that it creates. */
  private static final List<String> CREATED =
      List.of(
          "message.timestamp.type=CreateTime",
          "message.timestamp.before.max.ms=" + UNLIMITED,
          "message.timestamp.after.max.ms=" + UNLIMITED);

  private Configs() {}

  static FlowTopics flow(String prefix, ConfigRules rules) {
    return new FlowTopics(
        "nyc->lon",
        false,
        Guarantee.STRONGEST,
        topic ->
            Optional.of(
                new TopicPlan(
                    topic,
                    prefix + topic,
                    new StartPosition.Earliest(),
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    Isolation.READ_COMMITTED,
                    LossPolicy.CAUTIOUS)),
        topic -> Optional.empty(),
        rules);
  }

  static ConfigRules rules(Map<String, ConfigOwner> owners, boolean adopt, boolean merge) {
    return new ConfigRules(new ConfigPolicy(owners, adopt), merge);
  }

  static ObservedTopic topic(String name, String... configs) {
    return topic(name, List.of(configs));
  }

  /** {@code key=value} is set on the topic, {@code key~value} the broker's default. */
  private static ObservedTopic topic(String name, List<String> configs) {
    Map<String, ConfigValue> values = new HashMap<>();
    values.put("max.message.bytes", new ConfigValue("1048588", false, false));
    for (String config : configs) {
      boolean explicit = config.contains("=");
      String[] parts = config.split("[=~]", 2);
      values.put(parts[0], new ConfigValue(parts[1], explicit, false));
    }
    return new ObservedTopic(name, "id-of-" + name, 1, values);
  }

  /** A topic as the mirror has created it, and what is set on it beside. */
  static ObservedTopic mirror(String name, String... configs) {
    List<String> all = new ArrayList<>(CREATED);
    all.addAll(List.of(configs));
    return topic(name, all);
  }

  static ObservedCluster cluster(ObservedTopic topic) {
    Set<String> keys = new HashSet<>(topic.configs().keySet());
    keys.addAll(
        List.of(
            "message.timestamp.before.max.ms",
            "message.timestamp.after.max.ms",
            "retention.ms",
            "cleanup.policy",
            "min.insync.replicas",
            "max.message.bytes"));
    return new ObservedCluster("id", 1, Map.of(topic.name(), topic), keys);
  }

  static ConfigPlan plan(ObservedTopic source, ObservedTopic target, Map<String, String> ours) {
    return plan(flow("nyc.", ConfigRules.PRESET), source, target, ours);
  }

  static ConfigPlan plan(
      FlowTopics flow, ObservedTopic source, ObservedTopic target, Map<String, String> ours) {
    return ConfigPlanner.plan(
        flow,
        cluster(source),
        cluster(target),
        ours.isEmpty()
            ? Map.of()
            : Map.of(target.name(), new ConfigRecord(target.topicId(), ours)));
  }
}
