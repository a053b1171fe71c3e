package io.crosstide.status;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What somebody must know to have something done now, a webhook for one. Compared in constant time,
 * never shown.
 */
public final class RefreshToken {
  /** Shorter ones are guessed. */
  public static final int MIN_LENGTH = 16;

  private static final String HMAC = "HmacSHA256";

  private final byte[] token;

  /**
   * @throws IllegalArgumentException when it is shorter than {@link #MIN_LENGTH}
   */
  public RefreshToken(String token) {
    if (token.length() < MIN_LENGTH) {
      throw new IllegalArgumentException(
          "the refresh token has less than " + MIN_LENGTH + " characters");
    }
    this.token = bytes(token);
  }

  /** Whether this is the token itself; null is not. */
  boolean matches(String sent) {
    return sent != null && MessageDigest.isEqual(token, bytes(sent));
  }

  /**
   * Whether the body was signed with the token, as GitHub does.
   *
   * @param signature {@code sha256=} and 64 hexadecimal digits; may be null
   */
  boolean signed(byte[] body, String signature) {
    if (signature == null) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(token, HMAC));
      String expected = "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
      return MessageDigest.isEqual(bytes(expected), bytes(signature));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a JDK without " + HMAC, e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "***";
  }
}
