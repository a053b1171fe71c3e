package io.crosstide.reconcile;

import io.crosstide.reconcile.AclChange.CreateAcl;
import io.crosstide.reconcile.AclChange.DeleteAcl;
import io.crosstide.reconcile.ConfigChange.ResetConfig;
import io.crosstide.reconcile.ConfigChange.SetConfig;
import io.crosstide.reconcile.TopicChange.AddPartitions;
import io.crosstide.reconcile.TopicChange.CreateTopic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What a target is like once a plan has been carried out, and what is on record then. */
final class PlanOutcome {
  private final Map<String, ObservedTopic> topics;
  private final Set<Acl> acls = new HashSet<>();

  private PlanOutcome(Observed before) {
    this.topics = new HashMap<>(before.target().topics());
    if (before.targetAcls() instanceof ObservedAcls.Known known) {
      acls.addAll(known.acls());
    }
  }

  static PlanFolder of(PlanFolder before, FlowPlan plan) {
    PlanOutcome outcome = new PlanOutcome(before.observed());
    plan.changes().forEach(outcome::make);
    ObservedCluster target = before.observed().target();
    boolean known = before.observed().targetAcls() instanceof ObservedAcls.Known;
    return new PlanFolder(
        before.desired(),
        new Observed(
            before.observed().source(),
            new ObservedCluster(
                target.clusterId(), target.brokers(), outcome.topics, target.topicConfigKeys()),
            before.observed().sourceAcls(),
            known ? new ObservedAcls.Known(outcome.acls) : before.observed().targetAcls()),
        recorded(before.recorded(), plan));
  }

  private static Recorded recorded(Recorded before, FlowPlan plan) {
    Map<String, ConfigRecord> configs = new HashMap<>(before.configs());
    configs.putAll(plan.configs().records());
    configs.values().removeIf(record -> record.configs().isEmpty());
    Set<Acl> acls = new HashSet<>(before.acls());
    acls.addAll(plan.acls().record());
    acls.removeAll(plan.acls().forget());
    return new Recorded(configs, acls, before.creatorsAtSource());
  }

  private void make(Change change) {
    switch (change) {
      case CreateTopic create -> {
        Map<String, ConfigValue> configs = new HashMap<>();
        create.configs().forEach((key, value) -> configs.put(key, set(value)));
        put(create.topic(), "id-of-new-" + create.topic(), create.partitions(), configs);
      }
      case AddPartitions grow -> {
        ObservedTopic topic = topics.get(grow.topic());
        put(topic.name(), topic.topicId(), grow.to(), topic.configs());
      }
      case SetConfig config -> alter(config, set(config.value()));
      case ResetConfig config -> alter(config, new ConfigValue("the default", false, false));
      case CreateAcl acl -> acls.add(acl.acl());
      case DeleteAcl acl -> acls.remove(acl.acl());
    }
  }

  private void alter(ConfigChange change, ConfigValue value) {
    ObservedTopic topic = topics.get(change.topic());
    Map<String, ConfigValue> configs = new HashMap<>(topic.configs());
    configs.put(change.key(), value);
    put(topic.name(), topic.topicId(), topic.partitions(), configs);
  }

  private void put(String name, String id, int partitions, Map<String, ConfigValue> configs) {
    topics.put(name, new ObservedTopic(name, id, partitions, configs));
  }

  private static ConfigValue set(String value) {
    return new ConfigValue(value, true, false);
  }
}
