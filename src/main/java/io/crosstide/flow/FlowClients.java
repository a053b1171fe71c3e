package io.crosstide.flow;

import io.crosstide.kafka.ClusterProperties;
import io.crosstide.topology.Flow;
import io.crosstide.topology.Role;
import io.crosstide.topology.SecretSource;
import io.crosstide.topology.Side;
import java.util.Map;

/** The client properties of a flow with its secrets filled in, when the flow connects. */
record FlowClients(
    ClusterProperties source,
    ClusterProperties target,
    Map<String, String> fetch,
    Map<String, String> produce) {
  static FlowClients of(Flow flow, SecretSource secrets) {
    ClusterProperties source = side(flow, Side.SOURCE, flow.source().alias(), secrets);
    ClusterProperties target = side(flow, Side.TARGET, flow.target().alias(), secrets);
    return new FlowClients(source, target, source.consumer(), target.producer());
  }

  private static ClusterProperties side(Flow flow, Side side, String alias, SecretSource secrets) {
    return new ClusterProperties(
        alias,
        flow.clientProperties(side, Role.ADMIN).resolve(secrets),
        flow.clientProperties(side, Role.CONSUMER).resolve(secrets),
        flow.clientProperties(side, Role.PRODUCER).resolve(secrets));
  }

  @Override
  public String toString() {
    return "clients of " + source.cluster() + " and " + target.cluster() + ": ***";
  }
}
