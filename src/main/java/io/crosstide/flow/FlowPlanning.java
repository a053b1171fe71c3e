package io.crosstide.flow;

import io.crosstide.kafka.ClusterAdmin;
import io.crosstide.kafka.StoredLogs;
import io.crosstide.reconcile.AclChange.CreateAcl;
import io.crosstide.reconcile.AclChange.DeleteAcl;
import io.crosstide.reconcile.Change;
import io.crosstide.reconcile.ConfigChange.ResetConfig;
import io.crosstide.reconcile.ConfigChange.SetConfig;
import io.crosstide.reconcile.Desired;
import io.crosstide.reconcile.FlowPlan;
import io.crosstide.reconcile.FlowTopics;
import io.crosstide.reconcile.FreshTargets;
import io.crosstide.reconcile.HeartbeatTopics;
import io.crosstide.reconcile.Notice;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.TopicChange.AddPartitions;
import io.crosstide.reconcile.TopicChange.CreateTopic;
import io.crosstide.topology.Flow;
import io.crosstide.topology.SecretSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Plans a flow, and does what it planned, without running it. */
public final class FlowPlanning {
  private final Flow flow;
  private final FlowClients clients;

  public FlowPlanning(Flow flow, SecretSource secrets) {
    this.flow = flow;
    this.clients = FlowClients.of(flow, secrets);
  }

  /**
   * What a run would change now. Changes nothing.
   *
   * @throws io.crosstide.kafka.ClusterException when a cluster does not answer or refuses
   */
  public PlanReport plan() {
    return look(false);
  }

  /**
   * Plans, and makes every change of the plan once.
   *
   * @throws io.crosstide.kafka.ClusterException when a cluster does not answer or refuses
   */
  public PlanReport apply() {
    return look(true);
  }

  private PlanReport look(boolean apply) {
    String client = "crosstide-plan-" + flow.name();
    try (ClusterAdmin source = new ClusterAdmin(clients.source(), client);
        ClusterAdmin target = new ClusterAdmin(clients.target(), client);
        FlowSync sync = new FlowSync(flow.name(), clients, source, target)) {
      FlowTopics named = FlowTopics.of(flow);
      ObservedCluster all = source.observe(named::concerns);
      ObservedCluster atSource =
          HeartbeatTopics.without(
              all, HeartbeatTopics.foreign(flow.heartbeatTopics().keySet(), all).keySet());
      StoredLogs logs = new StoredLogs(flow.name(), clients.target());
      FlowTopics topics = FreshTargets.over(named, atSource, logs::sourceIds);
      Desired desired = new Desired(flow, topics);
      Set<String> targets = topics.targets(atSource);
      ObservedCluster atTarget = target.observe(name -> desired.watches(name, targets));
      FlowSync.expectTwoClusters(flow, atSource, atTarget);
      FlowPlan plan = sync.plan(desired, atSource, atTarget);
      List<PlanReport.Topic> sizes =
          new Backfill(topics, atSource, atTarget).measure(source, target);
      if (!apply) {
        List<PlanReport.Planned> changes =
            plan.changes().stream().map(each -> planned(each, Optional.empty())).toList();
        return new PlanReport(flow.name(), sizes, changes, left(plan), notices(plan));
      }
      PlanApplication done =
          PlanApplication.of(
              plan,
              new PlanApplication.Steps(
                  sync::applyTopics,
                  made -> sync.planAgain(made, desired, atSource),
                  sync::applyConfigsAndAcls));
      List<PlanReport.Planned> changes =
          done.applied().stream()
              .map(each -> planned(each.change(), Optional.of(outcome(each))))
              .toList();
      List<String> notices = new ArrayList<>(notices(plan));
      notices.addAll(done.troubles());
      return new PlanReport(flow.name(), sizes, changes, left(plan), notices);
    }
  }

  private static String outcome(FlowSync.Applied applied) {
    return applied.done() ? PlanReport.DONE : applied.reason();
  }

  private static List<PlanReport.Left> left(FlowPlan plan) {
    return plan.leftAlone().stream()
        .map(each -> new PlanReport.Left(each.subject(), each.detail(), each.why()))
        .toList();
  }

  private static List<String> notices(FlowPlan plan) {
    List<String> notices = new ArrayList<>(plan.conditions());
    plan.notices().stream().map(Notice::toString).forEach(notices::add);
    return notices;
  }

  static PlanReport.Planned planned(Change change, Optional<String> outcome) {
    return switch (change) {
      case CreateTopic create -> line("create topic", create, created(create), outcome);
      case AddPartitions grow ->
          line("add partitions", grow, grow.from() + " to " + grow.to(), outcome);
      case SetConfig set ->
          line("set config", set, set.key() + ": " + set.before() + " to " + set.value(), outcome);
      case ResetConfig reset ->
          line("reset config", reset, reset.key() + ": " + reset.before() + " to default", outcome);
      case CreateAcl create -> line("create ACL", create, "", outcome);
      case DeleteAcl delete -> line("delete ACL", delete, "", outcome);
    };
  }

  private static PlanReport.Planned line(
      String kind, Change change, String detail, Optional<String> outcome) {
    return new PlanReport.Planned(kind, change.subject(), detail, change.why(), outcome);
  }

  private static String created(CreateTopic create) {
    StringBuilder text = new StringBuilder(create.partitions() + " partitions");
    create.replicationFactor().ifPresent(n -> text.append(", replication factor ").append(n));
    new TreeMap<>(create.configs())
        .forEach((key, value) -> text.append(", ").append(key).append('=').append(value));
    return text.toString();
  }
}
