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

  private static String answers(boolean reachable) {
    return reachable ? "reachable" : "away";
  }
}
