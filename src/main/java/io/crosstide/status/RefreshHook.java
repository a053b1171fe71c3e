package io.crosstide.status;

import java.util.Objects;
import java.util.Optional;

/**
 * Has the topology looked at now, for who knows the token.
 *
 * @param token empty when nobody may
 */
public record RefreshHook(Optional<RefreshToken> token, Runnable refresh) {
  static final RefreshHook CLOSED = new RefreshHook(Optional.empty(), () -> {});

  private static final String BEARER = "Bearer ";

  public RefreshHook {
    Objects.requireNonNull(token, "token");
    Objects.requireNonNull(refresh, "refresh");
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
