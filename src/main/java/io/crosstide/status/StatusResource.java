package io.crosstide.status;

import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** The snapshot as JSON, and where to find the rest. */
@Path("/")
public final class StatusResource {
  private static final String ADDRESSES =
      """
      Crosstide mirrors topics between Kafka clusters.

      /status              every flow and lane, as JSON; ?lanes=false leaves the lanes out
      /q/health/started    whether the flows have been started
      /q/health/live       whether the loops of every flow make progress
      /q/health/ready      whether both clusters of every flow answer
      /q/metrics           Prometheus metrics
      """;

  private final StatusSource status;

  @Inject
  StatusResource(StatusSource status) {
    this.status = status;
  }

  @GET
  @Produces(MediaType.TEXT_PLAIN)
  public String addresses() {
    return ADDRESSES;
  }

  /**
   * Everything as it is now.
   *
   * @param lanes whether each flow lists its lanes; {@code false} keeps the answer small
   */
  @GET
  @Path("status")
  @Produces(MediaType.APPLICATION_JSON)
  public Snapshot status(@QueryParam("lanes") @DefaultValue("true") boolean lanes) {
    Snapshot snapshot = status.snapshot();
    return lanes ? snapshot : snapshot.withoutLanes();
  }
}
