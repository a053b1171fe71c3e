package io.crosstide.status;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Liveness;

/** Live: the loops of every flow make progress. A restart is the mend for one that does not. */
@Liveness
@ApplicationScoped
class LoopsCheck implements HealthCheck {
  private final StatusSource status;

  @Inject
  LoopsCheck(StatusSource status) {
    this.status = status;
  }

  @Override
  public HealthCheckResponse call() {
    Snapshot snapshot = status.snapshot();
    HealthCheckResponseBuilder response =
        HealthCheckResponse.named("loops")
            .status(snapshot.flows().stream().allMatch(FlowStatus::looping));
    snapshot
        .flows()
        .forEach(flow -> response.withData(flow.name(), flow.looping() ? "looping" : "stuck"));
    return response.build();
  }
}
