package io.crosstide.flow;

import io.crosstide.kafka.GroupMembership;
import io.crosstide.kafka.Membership;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.mirror.Pace;
import io.crosstide.mirror.TargetPartition;
import io.crosstide.reconcile.FlowTopics;
import io.crosstide.reconcile.FreshTargets;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.WantedLane;
import io.crosstide.status.LaneStatus;
import io.crosstide.status.LatencyObserver;
import io.crosstide.topology.Flow;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lanes of a flow that are this instance's: the group says which target partitions are, and
 * their lanes run. One thread arranges; the group's thread takes lanes away at once.
 */
final class LaneShare implements Membership.Listener {
  private final Flow flow;
  private final Optional<String> instance;
  private final LatencyObserver latency;
  private final Semaphore changes = new Semaphore(0);
  private volatile Membership group;
  private volatile FlowMirror mirror;
  private volatile Map<LaneId, LaneSettings> wanted = Map.of();
  private volatile FlowMirror.ClusterIds clusters = new FlowMirror.ClusterIds("", "");

  LaneShare(Flow flow, Optional<String> instance, LatencyObserver latency) {
    this.flow = flow;
    this.instance = instance;
    this.latency = latency;
  }

  /** Shares these lanes with other instances; joins them in the background. */
  void join(FlowClients clients, List<WantedLane> lanes) {
    if (group == null) {
      group = new GroupMembership(flow.name(), clients.target(), instance, this);
      follow(lanes.stream().map(WantedLane::settings));
    }
  }

  private void follow(Stream<LaneSettings> lanes) {
    group.follow(lanes.map(lane -> lane.target().topic()).collect(Collectors.toUnmodifiableSet()));
  }

  /** The running half, begun when it is not yet. After {@link #join}. */
  FlowMirror begin(FlowMirror.ClusterIds ids, FlowClients clients) {
    if (mirror == null) {
      mirror = new FlowMirror(flow, clients, ids, group.lease(), latency);
      clusters = ids;
    }
    return mirror;
  }

  /** With the target topics that are to be filled now; the ledger tells which were before. */
  FlowTopics targets(FlowTopics topics, ObservedCluster atSource) {
    FlowMirror running = mirror;
    if (running == null) {
      return topics;
    }
    running.look(atSource);
    return FreshTargets.over(topics, atSource, running::sourceIds);
  }

  /** Every lane of the flow, whoever is to run it. After {@link #join}. */
  void want(Map<LaneId, LaneSettings> lanes) {
    wanted = Map.copyOf(lanes);
    follow(lanes.values().stream());
  }

  /** Every lane of the flow, whoever runs it. Any thread. */
  Map<LaneId, LaneSettings> wanted() {
    return wanted;
  }

  /** Between which its lanes run; without ids before they do. Any thread. */
  FlowMirror.ClusterIds clusters() {
    return clusters;
  }

  /** Runs what is wanted and this instance's. */
  void arrange(Map<String, Pace> paces) {
    if (mirror != null) {
      mirror.run(wanted, group::owns, paces);
    }
  }

  /**
   * Whether this instance does what one of all must do: the one that owns the first of the lanes.
   * While none can run, each does it. After {@link #want}.
   */
  boolean leads(List<WantedLane> lanes) {
    return first(lanes, wanted.keySet()).map(group::owns).orElse(true);
  }

  /** Where the first of the lanes writes that are followed: of others the group knows no owner. */
  static Optional<TargetPartition> first(List<WantedLane> lanes, Set<LaneId> followed) {
    return lanes.stream()
        .filter(lane -> followed.contains(lane.lane()))
        .map(lane -> lane.settings().target())
        .findFirst();
  }

  /** Waits so long, milliseconds, or until the group has changed; false when interrupted. */
  boolean awaitChange(long waitMs) {
    try {
      if (changes.tryAcquire(Math.max(0, waitMs), TimeUnit.MILLISECONDS)) {
        changes.drainPermits();
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void changed() {
    changes.release();
  }

  @Override
  public void revoked(Set<TargetPartition> partitions) {
    FlowMirror running = mirror;
    if (running != null) {
      running.revoked(partitions);
    }
  }

  @Override
  public void lost(Set<TargetPartition> partitions) {
    FlowMirror running = mirror;
    if (running != null) {
      running.lost(partitions);
    }
    changed();
  }

  List<LaneStatus> lanes() {
    FlowMirror running = mirror;
    return running == null ? List.of() : running.lanes();
  }

  /** True before there is a loop: clusters that have not answered are a matter of readiness. */
  boolean alive() {
    FlowMirror running = mirror;
    return running == null || running.alive();
  }

  /** How this instance stands with the others, as status and metrics name it. */
  String membership() {
    Membership joined = group;
    Membership.State state = joined == null ? Membership.State.JOINING : joined.state();
    return state.name().toLowerCase(Locale.ROOT);
  }

  Optional<String> condition() {
    return group == null ? Optional.empty() : group.condition();
  }

  /** Lanes end within about {@code settleMs} and are left to others only then. */
  void close(long settleMs) throws InterruptedException {
    try {
      if (mirror != null) {
        mirror.close(settleMs);
      }
    } finally {
      if (group != null) {
        group.close();
      }
    }
  }
}
