package io.crosstide.status;

import java.util.Objects;
import java.util.Optional;

/**
 * What is done now instead of when it is due, for who knows the token.
 *
 * @param token empty when nobody may
 * @param refresh has the topology looked at
 * @param reconcile has topics, configs and ACLs compared and mended
 */
public record OnDemand(Optional<RefreshToken> token, Runnable refresh, Runnable reconcile) {
  static final OnDemand CLOSED = new OnDemand(Optional.empty(), () -> {}, () -> {});

  private static final String BEARER = "Bearer ";

  public OnDemand {
    Objects.requireNonNull(token, "token");
    Objects.requireNonNull(refresh, "refresh");
    Objects.requireNonNull(reconcile, "reconcile");
  }

  /**
   * Credentials of a request; each may be null.
   *
   * @param authorization {@code Bearer} and the token
   * @param gitlab the token, as GitLab sends it
   * @param github the body's signature, as GitHub sends it
   */
  record Credentials(String authorization, String gitlab, String github) {
    boolean fit(RefreshToken token, byte[] body) {
      boolean bearer =
          authorization != null
              && authorization.startsWith(BEARER)
              && token.matches(authorization.substring(BEARER.length()));
      return bearer || token.matches(gitlab) || token.signed(body, github);
    }
  }
}
