package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneId;
import io.crosstide.reconcile.AclChange;
import io.crosstide.reconcile.Change;
import io.crosstide.reconcile.ConfigChange;
import io.crosstide.reconcile.ObservedAcls;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.Outcome;
import io.crosstide.reconcile.TopicChange;
import io.crosstide.reconcile.TopicSize;
import io.crosstide.topology.Isolation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * One cluster's topics, seen and changed. Each call blocks, at most {@link StateTopic#TIMEOUT_MS}
 * for each answer. Any thread. Connects at the first call.
 */
public final class ClusterAdmin implements AutoCloseable {
  /** Nothing is under way that matters; all of the program ends within 10 s. */
  private static final Duration CLOSE = Duration.ofMillis(500);

  private final ClusterProperties cluster;
  private final String clientId;
  private Admin admin;
  private boolean closed;

  /**
   * @param clientId default of {@code client.id}
   */
  public ClusterAdmin(ClusterProperties cluster, String clientId) {
    this.cluster = cluster;
    this.clientId = clientId;
  }

  /**
   * The cluster with those of its topics whose names are selected, the brokers' own topics left
   * out. Topics this principal must not DESCRIBE are not there.
   *
   * @throws ClusterException when the cluster does not answer or refuses
   */
  public ObservedCluster observe(Predicate<String> selected) {
    return with(
        "looking at topics",
        "DESCRIBE and DESCRIBE_CONFIGS on the topics",
        client -> new TopicObservation(client).observe(selected));
  }

  /**
   * Where each partition ends for a reader of this isolation; partitions that are not there are
   * left out.
   *
   * @throws ClusterException when the cluster does not answer or refuses
   */
  public Map<LaneId, Long> ends(Set<LaneId> lanes, Isolation isolation) {
    return with(
        "asking for the ends of partitions",
        "DESCRIBE on the topics",
        client -> new PartitionEnds(client).of(lanes, isolation));
  }

  /**
   * Does what a plan says, every change by itself; never throws because one was not possible.
   *
   * @return one outcome for each change, in the same order
   */
  public List<Outcome> apply(List<TopicChange> changes) {
    return applied(
        changes,
        "CREATE on the cluster or ALTER on the topics",
        client -> new TopicChanges(client).apply(changes));
  }

  /**
   * Waits until the partitions of new topics are led, at most {@link TopicChanges#LEADERS_MS}, and
   * never throws because they are not.
   *
   * @throws ClusterException when there is no connection any more
   */
  public void awaitLeaders(List<TopicChange> made) {
    with(
        "waiting for the leaders of new topics",
        "DESCRIBE on the topics",
        client -> new TopicChanges(client).awaitLeaders(made));
  }

  /**
   * The ACLs of topics and groups.
   *
   * @throws ClusterException when the cluster does not answer
   */
  public ObservedAcls acls() {
    return with(
        "looking at ACLs",
        "DESCRIBE on the cluster",
        client -> new AclAdmin(client, cluster.cluster()).observe());
  }

  /**
   * How much these topics hold, which must exist.
   *
   * @throws ClusterException when the cluster does not answer or refuses
   */
  public Map<String, TopicSize> sizes(Set<String> topics) {
    return with(
        "measuring topics", "DESCRIBE on the topics", client -> new TopicSizes(client).of(topics));
  }

  /** Like {@link #apply} for configs. */
  public List<Outcome> applyConfigs(List<ConfigChange> changes) {
    return applied(
        changes, "ALTER_CONFIGS on the topics", client -> new ConfigChanges(client).apply(changes));
  }

  /** Like {@link #apply} for ACLs. */
  public List<Outcome> applyAcls(List<AclChange> changes) {
    return applied(
        changes,
        "ALTER on the cluster",
        client -> new AclAdmin(client, cluster.cluster()).apply(changes));
  }

  private List<Outcome> applied(
      List<? extends Change> changes, String rights, Function<Admin, List<Outcome>> work) {
    try {
      return with("changing topics, configs or ACLs", rights, work);
    } catch (ClusterException e) {
      return changes.stream()
          .<Outcome>map(c -> new Outcome.Postponed(c.subject(), e.failure().toString()))
          .toList();
    }
  }

  private <T> T with(String what, String rights, Function<Admin, T> work) {
    try {
      return work.apply(opened());
    } catch (KafkaException | IllegalStateException e) {
      throw new ClusterException(failure(e, what + " at cluster " + cluster.cluster(), rights), e);
    }
  }

  private static Failure failure(Exception e, String doing, String rights) {
    return ClientErrors.failure(e, doing, rights);
  }

  private synchronized Admin opened() {
    if (closed) {
      throw new IllegalStateException("connection to " + cluster.cluster() + " is closed");
    }
    if (admin == null) {
      admin = Admin.create(cluster.forAdmin(clientId));
    }
    return admin;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (admin != null) {
      admin.close(CLOSE);
    }
  }
}
