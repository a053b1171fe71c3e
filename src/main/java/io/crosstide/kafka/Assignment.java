package io.crosstide.kafka;

import io.crosstide.mirror.HeartbeatLease;
import io.crosstide.mirror.TargetPartition;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/** What the group has given this instance. Changed by one thread; any may look. */
final class Assignment {
  private final HeartbeatLease lease;
  private final Membership.Listener listener;
  private volatile Set<TargetPartition> owned = Set.of();
  private volatile boolean joined;
  private volatile boolean everJoined;

  Assignment(HeartbeatLease lease, Membership.Listener listener) {
    this.lease = lease;
    this.listener = listener;
  }

  /** The clock of leases, milliseconds. */
  static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  boolean has(TargetPartition partition) {
    return owned.contains(partition);
  }

  /** Whether the group has answered with an assignment and not given this instance up since. */
  boolean joined() {
    return joined;
  }

  boolean everJoined() {
    return everJoined;
  }

  void counted(long answered, long countedAtMs) {
    lease.counted(answered, countedAtMs);
  }

  void assigned(Collection<TopicPartition> added, long askedAtMs) {
    lease.joined(askedAtMs);
    Set<TargetPartition> now = new HashSet<>(owned);
    now.addAll(targets(added));
    owned = Set.copyOf(now);
    joined = true;
    everJoined = true;
    listener.changed();
  }

  void revoked(Collection<TopicPartition> gone) {
    listener.revoked(without(gone));
  }

  void lost(Collection<TopicPartition> gone) {
    lease.lost();
    joined = false;
    listener.lost(without(gone));
  }

  /** No longer a member, in order or not: whatever is left is lost. */
  void end() {
    if (!owned.isEmpty()) {
      Set<TargetPartition> gone = owned;
      owned = Set.of();
      lease.lost();
      listener.lost(gone);
    }
    joined = false;
  }

  private Set<TargetPartition> without(Collection<TopicPartition> gone) {
    Set<TargetPartition> left = targets(gone);
    Set<TargetPartition> now = new HashSet<>(owned);
    now.removeAll(left);
    owned = Set.copyOf(now);
    return left;
  }

  private static Set<TargetPartition> targets(Collection<TopicPartition> partitions) {
    Set<TargetPartition> targets = new HashSet<>();
    partitions.forEach(at -> targets.add(new TargetPartition(at.topic(), at.partition())));
    return targets;
  }
}
