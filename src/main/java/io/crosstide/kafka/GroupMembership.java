package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.HeartbeatLease;
import io.crosstide.mirror.TargetPartition;
import io.crosstide.reconcile.Acl;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jboss.logging.Logger;

/**
 * {@link Membership} through Kafka's own group coordinator on the target: a consumer that fetches
 * nothing and commits nothing. KIP-848's protocol where the cluster has it, the classic one with
 * cooperative rebalances elsewhere. Where the cluster lets this principal use no group, the
 * instance is alone. See decision 6.
 */
public final class GroupMembership implements Membership {
  /** What the group's names begin with; the flow's name follows. */
  public static final String GROUP_PREFIX = Acl.OWN_GROUPS;

  /** Pause before a group that did not let this instance in is tried again. */
  static final long RETRY_MS = 2_000;

  /** The same for one that refused it. */
  static final long REFUSED_RETRY_MS = 60_000;

  /** What leaving may take; all of the program ends within 10 s. */
  static final Duration LEAVE = Duration.ofMillis(1_000);

  private static final Logger LOG = Logger.getLogger(GroupMembership.class);

  private final String flow;
  private final ClusterProperties target;
  private final Listener listener;
  private final HeartbeatLease lease;
  private final Assignment assignment;
  private final Object lock = new Object();
  private final Thread thread;
  private Set<String> topics = Set.of();
  private KafkaConsumer<byte[], byte[]> consumer;
  private boolean closing;

  /** The membership thread's alone. */
  private GroupSettings settings;

  private boolean formerRemoved;

  private volatile boolean alone;
  private volatile String trouble;

  /**
   * Joins in the background as soon as there is a topic to {@link #follow}.
   *
   * @param flow the flow's name, {@code nyc->lon}
   * @param instance names this instance among those of its flow and stays the same when it is
   *     started again, so that its former self need not be waited for; empty: unknown to all
   */
  public GroupMembership(
      String flow, ClusterProperties target, Optional<String> instance, Listener listener) {
    this.flow = flow;
    this.target = target;
    this.listener = listener;
    this.settings = GroupSettings.of(GROUP_PREFIX + flow, target, instance);
    this.lease = new HeartbeatLease(settings.leaseMs(target));
    this.assignment = new Assignment(lease, listener);
    this.thread = new Thread(this::run, "crosstide-group-" + flow);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void follow(Set<String> wanted) {
    synchronized (lock) {
      if (!wanted.equals(topics)) {
        topics = Set.copyOf(wanted);
        lock.notifyAll();
        wakeup();
      }
    }
  }

  private void wakeup() {
    if (consumer != null) {
      consumer.wakeup();
    }
  }

  @Override
  public boolean owns(TargetPartition partition) {
    return alone || assignment.has(partition);
  }

  @Override
  public LongPredicate lease() {
    return nowMs -> alone || lease.test(nowMs);
  }

  @Override
  public State state() {
    if (alone) {
      return State.ALONE;
    }
    if (!assignment.everJoined()) {
      return State.JOINING;
    }
    return lease.test(Assignment.nowMs()) ? State.MEMBER : State.LAPSED;
  }

  @Override
  public Optional<String> condition() {
    String known = trouble;
    if (known == null && state() == State.LAPSED) {
      known = "group " + GROUP_PREFIX + flow + " at " + target.cluster() + " does not answer";
    }
    return Optional.ofNullable(known);
  }

  private void run() {
    while (await(Set.of(), 0)) {
      long restMs = 0;
      try {
        takePart();
      } catch (KafkaException e) {
        restMs = refused(e);
      } catch (RuntimeException e) {
        LOG.errorf(e, "flow=%s membership failed", flow);
        restMs = RETRY_MS;
      }
      await(wanted(), restMs);
    }
  }

  /** Waits until other topics are to be followed, forever or so long; false when closing. */
  private boolean await(Set<String> known, long waitMs) {
    synchronized (lock) {
      long untilNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
      try {
        while (!closing && topics.equals(known)) {
          long leftMs = TimeUnit.NANOSECONDS.toMillis(untilNanos - System.nanoTime());
          if (!known.isEmpty() && leftMs <= 0) {
            break;
          }
          lock.wait(known.isEmpty() ? 0 : leftMs);
        }
      } catch (InterruptedException e) {
        closing = true;
      }
      return !closing;
    }
  }

  private void takePart() {
    KafkaConsumer<byte[], byte[]> joining = settings.open(target);
    try {
      var seat = new GroupSeat(joining, assignment);
      synchronized (lock) {
        consumer = joining;
      }
      for (Set<String> wanted = wanted(); !wanted.isEmpty(); wanted = wanted()) {
        seat.turn(wanted);
        if (assignment.joined()) {
          trouble = null;
          standAlone(false);
        }
      }
    } finally {
      synchronized (lock) {
        consumer = null;
      }
      // Before the consumer is closed, which would take its leave in order.
      assignment.end();
      GroupSeat.leave(joining, LEAVE);
    }
  }

  /** Empty when closing. */
  private Set<String> wanted() {
    synchronized (lock) {
      return closing ? Set.of() : topics;
    }
  }

  /** How long to rest before the next attempt, milliseconds. */
  private long refused(KafkaException error) {
    if (error instanceof UnsupportedVersionException && settings.mayFallBack()) {
      settings = settings.underClassic();
      lease.lasts(settings.leaseMs(target));
      LOG.infof("flow=%s %s has no KIP-848 groups, joins a classic one", flow, target.cluster());
      return 0;
    }
    if (error instanceof UnreleasedInstanceIdException
        && !formerRemoved
        && !assignment.everJoined()) {
      formerRemoved = true;
      FormerMember.remove(settings, target);
      return 0;
    }
    if (error instanceof FencedInstanceIdException
        || error instanceof UnreleasedInstanceIdException) {
      LOG.warnf(
          "flow=%s another instance goes by the name %s too", flow, settings.instance().orElse(""));
      settings = settings.unnamed();
      return 0;
    }
    Failure failure =
        ClientErrors.failure(
            error, "joining group " + settings.group() + " at " + target.cluster(), rights());
    trouble = failure.toString();
    boolean unusable =
        error instanceof AuthorizationException || error instanceof UnsupportedVersionException;
    if (unusable && !assignment.everJoined()) {
      trouble = "one instance only, a second would take its lanes away: " + failure;
      standAlone(true);
    }
    listener.changed();
    return unusable ? REFUSED_RETRY_MS : RETRY_MS;
  }

  private String rights() {
    return "READ on Group:" + settings.group() + " and READ on the flow's target topics";
  }

  private void standAlone(boolean now) {
    if (alone != now) {
      alone = now;
      listener.changed();
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      closing = true;
      lock.notifyAll();
      wakeup();
    }
    try {
      thread.join(2 * LEAVE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
