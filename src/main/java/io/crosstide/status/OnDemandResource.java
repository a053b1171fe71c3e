package io.crosstide.status;

import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** The addresses that have something done. Not there unless a token was given. */
@Path("/")
public final class OnDemandResource {
  private static final byte[] NOTHING = new byte[0];

  private final OnDemand onDemand;

  @Inject
  public OnDemandResource(OnDemand onDemand) {
    this.onDemand = onDemand;
  }

  /** Has the topology looked at. Answers at once; what comes of it is in {@code /status}. */
  @POST
  @Path("topology/refresh")
  public Response refresh(
      @HeaderParam("Authorization") String authorization,
      @HeaderParam("X-Gitlab-Token") String gitlab,
      @HeaderParam("X-Hub-Signature-256") String github,
      byte[] body) {
    return asked(new OnDemand.Credentials(authorization, gitlab, github), body, onDemand.refresh());
  }

  /**
   * Compares and mends topics, configs and ACLs. Answers at once; what comes of it is in {@code
   * /status}. Takes no signature: GitHub's is of the body alone, so one that was sent to the other
   * address would do here.
   */
  @POST
  @Path("reconcile")
  public Response reconcile(
      @HeaderParam("Authorization") String authorization,
      @HeaderParam("X-Gitlab-Token") String gitlab) {
    return asked(
        new OnDemand.Credentials(authorization, gitlab, null), NOTHING, onDemand.reconcile());
  }

  private Response asked(OnDemand.Credentials credentials, byte[] body, Runnable action) {
    if (onDemand.token().isEmpty()) {
      return Response.status(Response.Status.NOT_FOUND).build();
    }
    if (!credentials.fit(onDemand.token().get(), body == null ? NOTHING : body)) {
      return Response.status(Response.Status.UNAUTHORIZED).build();
    }
    action.run();
    return Response.accepted().build();
  }
}
