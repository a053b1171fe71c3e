package io.crosstide.status;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready: the topology is loaded and both clusters of every flow answer. Lag and stopped lanes are
 * no matter of health: a restart would mend neither.
 */
@Readiness
@ApplicationScoped
class ClustersCheck implements HealthCheck {
  private final StatusSource status;

  @Inject
  ClustersCheck(StatusSource status) {
    this.status = status;
  }

  @Override
  public HealthCheckResponse call() {
    Snapshot snapshot = status.snapshot();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("clusters")
            .status(
                snapshot.flows().stream()
                    .allMatch(flow -> flow.sourceReachable() && flow.targetReachable()))
            .withData("topology", snapshot.topology());
    describe(snapshot.revision(), response);
    snapshot
        .flows()
        .forEach(
            flow ->
                response.withData(
                    flow.name(),
                    "source "
                        + answers(flow.sourceReachable())
                        + ", target "
                        + answers(flow.targetReachable())));
    return response.build();
  }

  /** Never a reason not to be ready: what runs is the last good revision. */
  private static void describe(TopologyStatus topology, HealthCheckResponseBuilder response) {
    if (!topology.revision().isEmpty()) {
      response.withData("revision", topology.revision());
    }
    TopologyStatus.Refused refused = topology.refused();
    if (refused.any()) {
      response.withData("refused", refused.revision() + ": " + refused.reason());
    }
    if (!topology.unreadable().isEmpty()) {
      response.withData("unreadable", topology.unreadable());
    }
  }

  private static String answers(boolean reachable) {
    return reachable ? "reachable" : "away";
  }
}
