package io.crosstide.flow;

import io.crosstide.kafka.ClusterAdmin;
import io.crosstide.kafka.ClusterException;
import io.crosstide.kafka.SyncRecords;
import io.crosstide.mirror.Failure;
import io.crosstide.reconcile.Acl;
import io.crosstide.reconcile.AclChange.CreateAcl;
import io.crosstide.reconcile.Change;
import io.crosstide.reconcile.Desired;
import io.crosstide.reconcile.FlowPlan;
import io.crosstide.reconcile.FlowPlanner;
import io.crosstide.reconcile.Observed;
import io.crosstide.reconcile.ObservedAcls;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.Outcome;
import io.crosstide.reconcile.Recorded;
import io.crosstide.topology.Flow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Observes, plans and applies what a flow keeps in step beside records. What it did before is read
 * anew each time, since another instance may have done it. One thread.
 */
final class FlowSync implements AutoCloseable {
  private static final ObservedAcls NOT_ASKED = new ObservedAcls.Unavailable("nobody asked");

  private final ClusterAdmin source;
  private final ClusterAdmin target;
  private final SyncRecords records;
  private final SyncRecords recordsAtSource;

  /** Closes neither of the admins. */
  FlowSync(String flow, FlowClients clients, ClusterAdmin source, ClusterAdmin target) {
    this.source = source;
    this.target = target;
    this.records = new SyncRecords(flow, clients.target());
    this.recordsAtSource = new SyncRecords(flow, clients.source());
  }

  /** A change, and what became of it. */
  record Applied(Change change, Outcome outcome) {
    boolean done() {
      return outcome instanceof Outcome.Done || outcome instanceof Outcome.Existed;
    }

    /** Whether it is sure not to happen, later either. */
    boolean refused() {
      return outcome instanceof Outcome.Refused || outcome instanceof Outcome.Withheld;
    }

    /** Why it is not done. */
    String reason() {
      return switch (outcome) {
        case Outcome.Done done -> done.note();
        case Outcome.Existed ignored -> "";
        case Outcome.Refused refused -> refused.reason();
        case Outcome.Postponed postponed -> postponed.reason();
        case Outcome.Withheld withheld -> withheld.reason();
      };
    }
  }

  /**
   * Plans for clusters whose topics have been seen just now.
   *
   * @throws ClusterException when one of them does not answer
   */
  FlowPlan plan(Desired desired, ObservedCluster atSource, ObservedCluster atTarget) {
    Optional<String> unknown = readRecords();
    boolean acls = desired.acls().sync();
    Observed observed =
        new Observed(
            atSource,
            atTarget,
            acls ? sourceAcls(desired) : NOT_ASKED,
            acls ? target.acls() : NOT_ASKED);
    Recorded recorded = new Recorded(records.configs(), records.acls(), recordsAtSource.creators());
    FlowPlan plan = FlowPlanner.plan(desired, observed, recorded);
    return unknown.map(plan::with).orElse(plan);
  }

  /** Why it can't be told what the flow did before; then it takes nothing back. */
  private Optional<String> readRecords() {
    try {
      records.read();
      return Optional.empty();
    } catch (ClusterException e) {
      if (e.failure().kind() != Failure.Kind.REFUSED) {
        throw e;
      }
      return Optional.of(
          "nothing is reset or revoked, since what the flow has set can't be read: " + e.failure());
    }
  }

  /** What flows have created is read after it, since it is on record before it is created. */
  private ObservedAcls sourceAcls(Desired desired) {
    ObservedAcls all = source.acls();
    if (!desired.asksForCreators()) {
      return all;
    }
    try {
      recordsAtSource.read();
      return all;
    } catch (ClusterException e) {
      return new ObservedAcls.Unavailable(
          "which ACLs of the source flows have created can't be told: " + e.failure());
    }
  }

  /** Creates and grows topics. */
  List<Applied> applyTopics(FlowPlan plan) {
    return applied(plan.topics().changes(), target.apply(plan.topics().changes()));
  }

  /**
   * Changes configs and ACLs, each time after it is stored as the flow's own; what is refused is
   * its own no longer.
   *
   * @throws ClusterException when it can't be stored
   */
  List<Applied> applyConfigsAndAcls(FlowPlan plan) {
    records.store(plan.configs().records());
    records.store(plan.acls().record(), plan.acls().forget());
    List<Applied> all = new ArrayList<>();
    if (!plan.configs().changes().isEmpty()) {
      all.addAll(applied(plan.configs().changes(), target.applyConfigs(plan.configs().changes())));
    }
    if (!plan.acls().changes().isEmpty()) {
      all.addAll(applied(plan.acls().changes(), target.applyAcls(plan.acls().changes())));
    }
    records.store(Set.of(), refused(all));
    return all;
  }

  /** Should somebody else create one of them, it is not the flow's to revoke. */
  private static Set<Acl> refused(List<Applied> applied) {
    Set<Acl> refused = new HashSet<>();
    for (Applied each : applied) {
      if (each.refused() && each.change() instanceof CreateAcl create) {
        refused.add(create.acl());
      }
    }
    return refused;
  }

  /**
   * @throws IllegalStateException when they are one
   */
  static void expectTwoClusters(Flow flow, ObservedCluster atSource, ObservedCluster atTarget) {
    if (atSource.clusterId().equals(atTarget.clusterId())) {
      throw new IllegalStateException(
          flow.source().alias()
              + " and "
              + flow.target().alias()
              + " are the same cluster, "
              + atSource.clusterId()
              + ": correct the bootstrap servers in the topology");
    }
  }

  private static List<Applied> applied(List<? extends Change> changes, List<Outcome> outcomes) {
    List<Applied> applied = new ArrayList<>();
    for (int i = 0; i < changes.size(); i++) {
      applied.add(new Applied(changes.get(i), outcomes.get(i)));
    }
    return applied;
  }

  @Override
  public void close() {
    records.close();
    recordsAtSource.close();
  }
}
