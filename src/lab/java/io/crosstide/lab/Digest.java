package io.crosstide.lab;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The first 128 bits of a SHA-256, and the length of what was digested; null is told from empty.
 *
 * @param length in bytes; -1 for null
 */
record Digest(long high, long low, int length) {
  private static final Digest NULL = new Digest(0, 0, -1);

  static Digest of(byte[] bytes) {
    return bytes == null ? NULL : finish(sha256().digest(bytes), bytes.length);
  }

  private static Digest finish(byte[] hash, int length) {
    ByteBuffer buffer = ByteBuffer.wrap(hash);
    return new Digest(buffer.getLong(), buffer.getLong(), length);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return length < 0 ? "null" : length + " bytes, " + Long.toHexString(high);
  }

  /** Digest of a sequence: each part goes in with its length, so that parts can't melt together. */
  static final class Builder {
    private final MessageDigest hash = sha256();
    private int length;

    void add(byte[] part) {
      hash.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part == null ? -1 : part.length));
      if (part != null) {
        hash.update(part);
        length += part.length;
      }
    }

    Digest build() {
      return finish(hash.digest(), length);
    }
  }
}
