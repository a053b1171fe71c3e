package io.crosstide.flow;

import io.crosstide.kafka.ClusterAdmin;
import io.crosstide.reconcile.AclChange;
import io.crosstide.reconcile.Change;
import io.crosstide.reconcile.Desired;
import io.crosstide.reconcile.FlowPlan;
import io.crosstide.reconcile.LeftAlone;
import io.crosstide.reconcile.Notice;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.status.Printable;
import io.crosstide.status.SyncStatus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * When a flow's configs and ACLs are compared, and what came of it. Runs on the flow's own thread
 * beside its looks at topics, so that one never meets another.
 */
final class SyncRounds implements AutoCloseable {
  /** Share of the interval by which one may come early: flows of many processes drift apart. */
  static final double JITTER = 0.1;

  /** Differences that status lists; the others are counted. */
  static final int MAX_LISTED = 100;

  /** Target topics of others that are named; the others are counted. */
  static final int MAX_COLLISIONS = 20;

  private static final String SUBJECT = "sync ";
  private static final Logger LOG = Logger.getLogger(SyncRounds.class);

  private final String flow;
  private final Conditions conditions;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final AtomicBoolean asked = new AtomicBoolean(true);
  private final AtomicBoolean demanded = new AtomicBoolean();
  private FlowSync sync;
  private long nextMs;
  private Set<String> topicsAtTarget = Set.of();
  private volatile SyncStatus status = SyncStatus.NOT_YET;

  SyncRounds(String flow, Conditions conditions, InstantSource clock, RandomGenerator random) {
    this.flow = flow;
    this.conditions = conditions;
    this.clock = clock;
    this.random = random;
  }

  /** Compares in the next round, whenever that were due. Any thread. */
  void ask() {
    asked.set(true);
  }

  /**
   * Like {@link #ask}, whether this instance leads or not: whoever demands it can't know which one
   * does, and two that compare at once do the same. Any thread.
   */
  void demand() {
    demanded.set(true);
    ask();
  }

  /** What was found last; of an instance that does not lead, for one interval. Any thread. */
  SyncStatus status() {
    return status;
  }

  /** To be called before the first round, and whenever the clients are others. */
  void connect(FlowClients clients, ClusterAdmin source, ClusterAdmin target) {
    close();
    sync = new FlowSync(flow, clients, source, target);
  }

  /**
   * Compares and mends, if it is time to. Never throws: lanes must not suffer from it.
   *
   * @param interval how often that is
   */
  void round(
      Desired desired, Duration interval, ObservedCluster atSource, ObservedCluster atTarget) {
    look(atTarget.topics().keySet());
    if (!takeDue(interval.toMillis())) {
      return;
    }
    try {
      FlowPlan plan = sync.plan(desired, atSource, atTarget);
      List<FlowSync.Applied> applied = sync.applyConfigsAndAcls(plan);
      Map<String, String> said = notices(plan);
      said.putAll(failures(applied));
      applied.stream()
          .filter(FlowSync.Applied::done)
          .forEach(done -> LOG.infof("flow=%s %s", flow, line(done.change())));
      conditions.keep(SUBJECT, said);
      status = status(plan, applied);
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        return;
      }
      LOG.debugf(e, "flow=%s configs and ACLs could not be compared", flow);
      conditions.set(SUBJECT + "itself", "configs and ACLs are not compared: " + e.getMessage());
    }
  }

  /** Values of configs and names of principals may hold anything, also what looks like a line. */
  static String line(Change change) {
    return Printable.of(change.toString());
  }

  /**
   * A topic that is new at the target may be somebody else's, and an ACL by prefix hold it, too.
   */
  void look(Set<String> topics) {
    if (!topics.equals(topicsAtTarget)) {
      topicsAtTarget = Set.copyOf(topics);
      ask();
    }
  }

  /**
   * Whether this instance compares. When another one does, what this one has found is told no
   * longer than one interval: it has an end there, and alerts must have one here.
   *
   * @param leads whether it is this instance that does it for all
   */
  boolean mine(boolean leads) {
    if (demanded.getAndSet(false)) {
      return true;
    }
    if (!leads && clock.millis() >= nextMs) {
      conditions.keep(SUBJECT, Map.of());
      status = SyncStatus.NOT_YET;
    }
    return leads;
  }

  /** Whether it is time, and if so, when the next time is. */
  boolean takeDue(long intervalMs) {
    long nowMs = clock.millis();
    boolean wanted = asked.getAndSet(false);
    if (!wanted && nowMs < nextMs) {
      return false;
    }
    nextMs = nowMs + jittered(intervalMs);
    return true;
  }

  /** An interval, and a little less. The flow's thread only. */
  long jittered(long intervalMs) {
    return intervalMs - (long) (random.nextDouble() * JITTER * intervalMs);
  }

  private static Map<String, String> notices(FlowPlan plan) {
    Map<String, String> said = new HashMap<>();
    plan.conditions().forEach(condition -> said.put(SUBJECT + condition, condition));
    List<Notice> collisions = plan.configs().collisions();
    for (Notice notice : collisions.subList(0, Math.min(MAX_COLLISIONS, collisions.size()))) {
      said.put(SUBJECT + "topic " + notice.topic(), notice.text());
    }
    if (collisions.size() > MAX_COLLISIONS) {
      said.put(
          SUBJECT + "topics",
          "%d more target topics were not created by this flow"
              .formatted(collisions.size() - MAX_COLLISIONS));
    }
    return said;
  }

  /** One sentence for all configs and one for all ACLs: mostly one right is missing for all. */
  static Map<String, String> failures(List<FlowSync.Applied> applied) {
    Map<String, String> said = new HashMap<>();
    for (String kind : List.of("configs", "ACLs")) {
      List<FlowSync.Applied> failed =
          applied.stream().filter(each -> !each.done() && kind(each).equals(kind)).toList();
      if (!failed.isEmpty()) {
        said.put(
            SUBJECT + kind,
            "%d changes of %s could not be made; the first: %s"
                .formatted(failed.size(), kind, failed.getFirst().reason()));
      }
    }
    return said;
  }

  private static String kind(FlowSync.Applied applied) {
    return applied.change() instanceof AclChange ? "ACLs" : "configs";
  }

  private SyncStatus status(FlowPlan plan, List<FlowSync.Applied> applied) {
    List<String> lines = new ArrayList<>();
    int pending = 0;
    for (FlowSync.Applied each : applied) {
      if (!each.done()) {
        pending++;
        lines.add(each.change() + ": " + each.reason());
      }
    }
    plan.leftAlone().stream().map(LeftAlone::toString).forEach(lines::add);
    return new SyncStatus(
        clock.millis(),
        pending,
        plan.leftAlone().size(),
        lines.subList(0, Math.min(MAX_LISTED, lines.size())));
  }

  @Override
  public void close() {
    if (sync != null) {
      // A consumer can't be closed by a thread that is told to stop.
      Thread.interrupted();
      sync.close();
    }
  }
}
