package io.crosstide.flow;

import io.crosstide.kafka.ClusterAdmin;
import io.crosstide.kafka.ClusterException;
import io.crosstide.kafka.SyncRecords;
import io.crosstide.mirror.Failure;
import io.crosstide.reconcile.Acl;
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
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Observes, plans and applies what a flow keeps in step beside records. What it did before is read
 * anew each time, since another instance may have done it. One thread.
 */
final class FlowSync implements AutoCloseable {
  /** A broker hears of a new topic some milliseconds after the controller has made it. */
  static final int LOOKS = 50;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
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

    /** Why it is not done. */
    String reason() {
      return switch (outcome) {
        case Outcome.Done done -> done.note();
        case Outcome.Existed ignored -> "";
        case Outcome.Refused refused -> refused.reason();
        case Outcome.Postponed postponed -> postponed.reason();
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
    FlowPlan plan =
        FlowPlanner.plan(
            desired,
            new Observed(
                atSource,
                atTarget,
                acls ? sourceAcls(desired) : NOT_ASKED,
                acls ? target.acls() : NOT_ASKED),
            new Recorded(records.configs(), records.acls()));
    return unknown.map(plan::with).orElse(plan);
  }

  /**
   * Plans once more, as soon as the target shows topics that were changed just now. Looks at most
   * {@link #LOOKS} times.
   *
   * @throws ClusterException when one of them does not answer
   */
  FlowPlan planAgain(Set<String> made, Desired desired, ObservedCluster atSource) {
    Set<String> targets = desired.topics().targets(atSource);
    for (int look = 1; ; look++) {
      ObservedCluster atTarget = target.observe(name -> desired.watches(name, targets));
      Set<String> unseen = new TreeSet<>(made);
      unseen.removeAll(atTarget.topics().keySet());
      if (unseen.isEmpty() || look == LOOKS) {
        FlowPlan plan = plan(desired, atSource, atTarget);
        return unseen.isEmpty()
            ? plan
            : plan.with("what was set is not on record: the target does not show " + unseen);
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
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

  /**
   * Where names are kept, a flow in the other direction must not bring an ACL back to where it was
   * revoked: those that flows have created are not the source's own.
   */
  private ObservedAcls sourceAcls(Desired desired) {
    ObservedAcls all = source.acls();
    if (!desired.prefix().isEmpty() || !(all instanceof ObservedAcls.Known known)) {
      return all;
    }
    try {
      recordsAtSource.read();
    } catch (ClusterException e) {
      return new ObservedAcls.Unavailable(
          "which ACLs of the source flows have created can't be told: " + e.failure());
    }
    Set<Acl> own = new HashSet<>(known.acls());
    own.removeAll(recordsAtSource.aclsOfAnyFlow());
    return new ObservedAcls.Known(own);
  }

  /** Creates and grows topics. */
  List<Applied> applyTopics(FlowPlan plan) {
    return applied(plan.topics().changes(), target.apply(plan.topics().changes()));
  }

  /**
   * Changes configs and ACLs, each time after it is stored as the flow's own.
   *
   * @throws ClusterException when it can't be stored; nothing is changed then
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
    return all;
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
