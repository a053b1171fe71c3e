package io.crosstide.flow;

import io.crosstide.kafka.ClusterAdmin;
import io.crosstide.kafka.ClusterException;
import io.crosstide.kafka.ClusterProperties;
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
   * @param now the flow as it runs
   */
  Optional<String> objection(Flow flow, FlowStatus now) {
    try {
      FlowClients clients = FlowClients.of(flow, secrets);
      Optional<String> atSource =
          now.sourceReachable() ? refusal(flow, clients.source()) : Optional.empty();
      return atSource.isPresent() || !now.targetReachable()
          ? atSource
          : refusal(flow, clients.target());
    } catch (UnresolvedPlaceholderException | IllegalArgumentException e) {
      return Optional.of(flow.name() + ": " + e.getMessage());
    }
  }

  private static Optional<String> refusal(Flow flow, ClusterProperties cluster) {
    try (ClusterAdmin admin = new ClusterAdmin(cluster, "crosstide-trial-" + flow.name())) {
      admin.observe(topic -> false);
      return Optional.empty();
    } catch (ClusterException e) {
      return Optional.of(
          flow.name()
              + " reaches "
              + cluster.cluster()
              + " now, and would not with what has changed: "
              + e.getMessage());
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
    Optional<String> objection = objection(flow, runner.status());
    objection.ifPresent(
        reason -> runner.conditions().set(SECRETS, "goes on with the secrets it has: " + reason));
    return objection.isEmpty();
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }
}
