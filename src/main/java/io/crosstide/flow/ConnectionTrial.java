package io.crosstide.flow;

import io.crosstide.kafka.ClusterAdmin;
import io.crosstide.kafka.ClusterException;
import io.crosstide.kafka.ClusterProperties;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.status.FlowStatus;
import io.crosstide.topology.Flow;
import io.crosstide.topology.SecretSource;
import io.crosstide.topology.UnresolvedPlaceholderException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tries connections before a flow gives up those it has: what would cut it off from a cluster that
 * it reaches now is better not taken up. One thread.
 */
final class ConnectionTrial {
  private static final String SECRETS = "secrets";

  /** Before secrets that were refused are tried again, milliseconds: accounts get locked. */
  private static final long RETRY_MS = 60_000;

  private final SecretSource secrets;

  /** What was found on disk the last time, where it is not what the flow connected with. */
  private final Map<String, Found> found = new HashMap<>();

  private record Found(String fingerprint, long tryAtMs) {}

  ConnectionTrial(SecretSource secrets) {
    this.secrets = secrets;
  }

  /**
   * Why the flow should not be opened anew with these settings; empty when it can be. A cluster
   * that it does not reach now is not tried: there is nothing to lose.
   *
   * @param runner the flow as it runs
   */
  Optional<String> objection(Flow flow, FlowRunner runner) {
    return refusal(flow, runner).map(reason -> flow.name() + ": " + reason);
  }

  private Optional<String> refusal(Flow flow, FlowRunner runner) {
    FlowStatus now = runner.status();
    LaneShare share = runner.share();
    Foothold source = Foothold.atSource(flow, share.clusters(), share.wanted());
    Foothold target = Foothold.atTarget(flow, share.clusters(), share.wanted());
    try {
      FlowClients clients = FlowClients.of(flow, secrets);
      Optional<ObservedCluster> atSource =
          now.sourceReachable() ? Optional.of(look(clients.source(), source)) : Optional.empty();
      Optional<ObservedCluster> atTarget =
          now.targetReachable() ? Optional.of(look(clients.target(), target)) : Optional.empty();
      if (atSource.isPresent() && atTarget.isPresent()) {
        FlowSync.expectTwoClusters(flow, atSource.get(), atTarget.get());
      }
      return atSource.flatMap(source::loss).or(() -> atTarget.flatMap(target::loss));
    } catch (UnresolvedPlaceholderException | IllegalArgumentException | IllegalStateException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static ObservedCluster look(ClusterProperties cluster, Foothold foothold) {
    try (ClusterAdmin admin = new ClusterAdmin(cluster, "crosstide-trial-" + cluster.cluster())) {
      return admin.observe(foothold.topics()::contains);
    } catch (ClusterException e) {
      throw new IllegalStateException(
          "it reaches %s now, and would not with what has changed: %s"
              .formatted(cluster.cluster(), e.getMessage()),
          e);
    }
  }

  /**
   * Whether the flow should be opened anew because of what is on disk. Says in its conditions why
   * not, where something has changed. A change counts once it was seen twice: files of several
   * secrets change one after the other.
   */
  boolean renewed(FlowRunner runner) {
    Optional<FlowClients> connected = runner.clients();
    if (connected.isEmpty()) {
      return false;
    }
    Flow flow = runner.flow();
    String present;
    try {
      present = FlowClients.of(flow, secrets).fingerprint();
    } catch (UnresolvedPlaceholderException | IllegalArgumentException e) {
      runner.conditions().set(SECRETS, "goes on with the secrets it has: " + e.getMessage());
      return false;
    }
    if (present.equals(connected.get().fingerprint())) {
      found.remove(flow.name());
      runner.conditions().clear(SECRETS);
      return false;
    }
    Found before = found.get(flow.name());
    if (before == null || !before.fingerprint().equals(present)) {
      found.put(flow.name(), new Found(present, nowMs()));
      return false;
    }
    if (nowMs() < before.tryAtMs()) {
      return false;
    }
    found.put(flow.name(), new Found(present, nowMs() + RETRY_MS));
    Optional<String> objection = objection(flow, runner);
    objection.ifPresent(
        reason -> runner.conditions().set(SECRETS, "goes on with the secrets it has: " + reason));
    return objection.isEmpty();
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
