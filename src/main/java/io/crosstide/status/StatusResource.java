package io.crosstide.status;

import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

/** The snapshot as JSON. The page at {@code /} is made of it, in the browser. */
@Path("/")
public final class StatusResource {
  private final StatusSource status;

  @Inject
  StatusResource(StatusSource status) {
    this.status = status;
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
