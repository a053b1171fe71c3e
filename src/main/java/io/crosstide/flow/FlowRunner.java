package io.crosstide.flow;

import io.crosstide.kafka.ClusterAdmin;
import io.crosstide.reconcile.Desired;
import io.crosstide.reconcile.FlowTopics;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.Outcome;
import io.crosstide.reconcile.ReplicationPlan;
import io.crosstide.reconcile.TopicChange;
import io.crosstide.reconcile.TopicPlanner;
import io.crosstide.status.FlowStatus;
import io.crosstide.status.LaneStatus;
import io.crosstide.status.LatencyObserver;
import io.crosstide.topology.Flow;
import io.crosstide.topology.SecretSource;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Keeps one flow going: looks at both clusters in rounds, creates and grows target topics, and
 * tells the {@link FlowMirror} which lanes to run. Whatever fails is tried again in the next round;
 * lanes that run go on meanwhile.
 */
final class FlowRunner {
  static final long MIN_BACKOFF_MS = 500;
  static final long MAX_BACKOFF_MS = 10_000;

  /** Between the creation of a topic and the next look at it. */
  private static final long FOLLOW_UP_MS = 50;

  /** A cluster does not tell a topic that may not be seen from one that is not there. */
  private static final Map<String, String> NOTHING =
      Map.of("nothing", "the source shows no topic to mirror: there is none, or READ is needed");

  private static final Logger LOG = Logger.getLogger(FlowRunner.class);

  private final SecretSource secrets;
  private final Conditions conditions;
  private final WantedLanes lanes;
  private final Thread thread;
  private final LaneShare share;
  private final SyncRounds syncs;
  private final Heartbeats heartbeats;

  /** Settings to take up in the next round; null when there are none. */
  private final AtomicReference<Flow> retuned = new AtomicReference<>();

  private volatile boolean stopped;
  private volatile boolean roundAsked;
  private volatile Flow flow;
  private FlowTopics topics;
  private volatile FlowClients clients;
  private ClusterAdmin source;
  private ClusterAdmin target;
  private volatile boolean sourceReachable;
  private volatile boolean targetReachable;
  private int failures;

  FlowRunner(Flow flow, SecretSource secrets, Optional<String> instance, LatencyObserver latency) {
    this.flow = flow;
    this.secrets = secrets;
    this.conditions = new Conditions(flow.name());
    this.topics = FlowTopics.of(flow);
    this.lanes = new WantedLanes(flow.limits().bytesPerSecond());
    this.share = new LaneShare(flow, instance, latency);
    this.syncs = new SyncRounds(flow.name(), conditions, InstantSource.system(), new Random());
    this.heartbeats = new Heartbeats(conditions, InstantSource.system());
    this.thread = new Thread(this::run, "crosstide-flow-" + flow.name());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Looks at everything at once, as soon as the present look is over. Any thread. */
  void reconcile() {
    syncs.demand();
    roundAsked = true;
    share.changed();
  }

  /** The flow as it runs, or is about to. Any thread. */
  Flow flow() {
    Flow next = retuned.get();
    return next == null ? flow : next;
  }

  /**
   * Takes up other settings at once, without a gap for lanes that they don't concern. Any thread.
   *
   * @param next the same flow, for which the clients of the present one do
   */
  void retune(Flow next) {
    retuned.set(next);
    share.changed();
  }

  /** What it is connected with; empty before it connects. Any thread. */
  Optional<FlowClients> clients() {
    return Optional.ofNullable(clients);
  }

  /** What an operator should know of the flow beside what its rounds find out. Any thread. */
  Conditions conditions() {
    return conditions;
  }

  /** Its lanes. */
  LaneShare share() {
    return share;
  }

  FlowStatus status() {
    List<LaneStatus> lanes = share.lanes();
    boolean looping = thread.isAlive() && share.alive();
    return FlowReport.of(
        new FlowReport.Surroundings(
            flow.name(),
            sourceReachable,
            targetReachable,
            looping,
            share.membership(),
            conditions.all(),
            syncs.status()),
        lanes,
        InstantSource.system().millis());
  }

  /** Stops cleanly within about {@code graceMs}. */
  void close(long graceMs) {
    stopped = true;
    try {
      thread.interrupt();
      thread.join(graceMs / 10);
      share.close(3 * graceMs / 10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Stream.of(source, target).filter(Objects::nonNull).forEach(ClusterAdmin::close);
    }
  }

  private void run() {
    try (syncs;
        heartbeats) {
      rounds();
    }
  }

  private void rounds() {
    long nextRoundMs = nowMs();
    while (!stopped) {
      try {
        if (roundAsked || retuned.get() != null || nowMs() >= nextRoundMs) {
          roundAsked = false;
          nextRoundMs = round() + nowMs();
          failures = 0;
          conditions.clear("round");
        } else {
          arrange();
        }
      } catch (RuntimeException e) {
        if (stopped) {
          return;
        }
        nextRoundMs =
            nowMs() + Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS << Math.min(failures++, 10));
        LOG.debugf(e, "flow=%s a round failed", flow.name());
        conditions.set("round", e.getMessage() == null ? e.toString() : e.getMessage());
      }
      stopped |= !share.awaitChange(nextRoundMs - nowMs());
    }
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Lanes come and go with the clusters' topics and with this instance's place in the group. */
  private void arrange() {
    share.arrange(lanes.paces());
    share
        .condition()
        .ifPresentOrElse(
            condition -> conditions.set("group", condition), () -> conditions.clear("group"));
  }

  private void takeUp(Flow next) {
    if (next != null) {
      lanes.retune(flow, next);
      topics = FlowTopics.of(next);
      flow = next;
      syncs.ask();
      retuned.compareAndSet(next, null);
    }
  }

  /** One look at everything; returns how long to rest before the next. */
  private long round() {
    takeUp(retuned.get());
    connect();
    ObservedCluster atSource =
        heartbeats.screened(
            flow,
            reach(
                () -> source.observe(topics::concerns), reachable -> sourceReachable = reachable));
    FlowTopics known = share.targets(topics, atSource);
    Desired desired = new Desired(flow, known);
    Set<String> targets = known.targets(atSource);
    ObservedCluster atTarget =
        reach(
            () -> target.observe(name -> desired.watches(name, targets)),
            reachable -> targetReachable = reachable);
    FlowSync.expectTwoClusters(flow, atSource, atTarget);
    ReplicationPlan plan = TopicPlanner.plan(known, atSource, atTarget);
    conditions.keep("topic ", Conditions.byTopic(plan.notices()));
    boolean nothing = flow.heartbeatTopics().keySet().containsAll(atSource.topics().keySet());
    conditions.keep("nothing", nothing ? NOTHING : Map.of());
    // First, so that brokers can tell each other while the ledger is read.
    List<TopicChange> changed = apply(plan.changes());
    share.join(clients, plan.lanes());
    FlowMirror mirror =
        share.begin(new FlowMirror.ClusterIds(atSource.clusterId(), atTarget.clusterId()), clients);
    if (stopped) {
      // Whoever stopped it may not have waited for this round: no lane begins any more.
      return 0;
    }
    lanes.look(atSource);
    share.want(mirror.resolved(lanes.next(plan.lanes(), mirror::mirroredBefore)));
    conditions.keep("start ", mirror.unknownStarts());
    arrange();
    conditions.ofMirror(mirror);
    RestingLanes.of(flow, mirror.lanes())
        .forEach((isolation, ids) -> source.ends(ids, isolation).forEach(mirror::sourceEnd));
    boolean leads = share.leads(plan.lanes());
    heartbeats.round(flow, clients, leads);
    if (!changed.isEmpty()) {
      syncs.ask();
      target.awaitLeaders(changed);
      return FOLLOW_UP_MS;
    }
    if (syncs.mine(leads)) {
      syncs.round(desired, flow.sync().refresh(), atSource, atTarget);
    }
    return syncs.jittered(flow.topicRefresh().toMillis());
  }

  private void connect() {
    if (clients == null) {
      clients = FlowClients.of(flow, secrets);
      conditions.keep("encryption", SlowEncryption.of(clients));
    }
    if (source == null) {
      source = new ClusterAdmin(clients.source(), "crosstide-admin-" + flow.name());
    }
    if (target == null) {
      target = new ClusterAdmin(clients.target(), "crosstide-admin-" + flow.name());
      syncs.connect(clients, source, target);
    }
  }

  private static <T> T reach(Supplier<T> question, Consumer<Boolean> reachability) {
    try {
      T answer = question.get();
      reachability.accept(true);
      return answer;
    } catch (RuntimeException e) {
      reachability.accept(false);
      throw e;
    }
  }

  /** Those that were made, so that the next look should come soon. */
  private List<TopicChange> apply(List<TopicChange> changes) {
    List<Outcome> outcomes = changes.isEmpty() ? List.of() : target.apply(changes);
    return TopicOutcomes.report(flow.name(), changes, outcomes, conditions);
  }
}
