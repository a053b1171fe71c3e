package io.crosstide.status;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Startup;

/** Started: the flows run. They are started before HTTP is, so a snapshot with flows says it. */
@Startup
@ApplicationScoped
class StartedCheck implements HealthCheck {
  private final StatusSource status;

  @Inject
  StartedCheck(StatusSource status) {
    this.status = status;
  }

  @Override
  public HealthCheckResponse call() {
    Snapshot snapshot = status.snapshot();
    return HealthCheckResponse.named("flows")
        .status(!snapshot.flows().isEmpty())
        .withData("flows", snapshot.flows().size())
        .build();
  }
}
