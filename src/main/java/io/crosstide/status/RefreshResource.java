package io.crosstide.status;

import jakarta.inject.Inject;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** Where a git server's webhook has the topology looked at. Not there unless a token was given. */
@Path("/topology/refresh")
public final class RefreshResource {
  private static final byte[] NOTHING = new byte[0];

  private final RefreshHook hook;

  @Inject
  public RefreshResource(RefreshHook hook) {
    this.hook = hook;
  }

  /** Answers at once; what comes of it is in {@code /status}. */
  @POST
  public Response refresh(
      @HeaderParam("Authorization") String authorization,
      @HeaderParam("X-Gitlab-Token") String gitlab,
      @HeaderParam("X-Hub-Signature-256") String github,
      byte[] body) {
    if (hook.token().isEmpty()) {
      return Response.status(Response.Status.NOT_FOUND).build();
    }
    var credentials = new RefreshHook.Credentials(authorization, gitlab, github);
    if (!credentials.fit(hook.token().get(), body == null ? NOTHING : body)) {
      return Response.status(Response.Status.UNAUTHORIZED).build();
    }
    hook.refresh().run();
    return Response.accepted().build();
  }
}
