package io.crosstide.topology;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * What one instance of a flow may use.
 *
 * @param bytesPerSecond batch bytes sent to the target per second; empty: no limit
 * @param bufferBytes batch bytes fetched and not yet acknowledged, over all lanes
 */
public record Limits(OptionalLong bytesPerSecond, long bufferBytes) {
  public static final long DEFAULT_BUFFER_BYTES = 32L << 20;

  /** Below this one fetch of Kafka's default size (1 MiB per partition) would not fit. */
  public static final long MIN_BUFFER_BYTES = 1L << 20;

  /**
   * Reads a number of bytes as the topology has it: {@code 50MB}.
   *
   * @throws IllegalArgumentException with words for who wrote it
   */
  public static long bytes(String text) {
    return ScalarTypes.bytes(1).read(text);
  }

  public Limits {
    Objects.requireNonNull(bytesPerSecond, "bytesPerSecond");
    if (bytesPerSecond.isPresent() && bytesPerSecond.getAsLong() <= 0) {
      throw new IllegalArgumentException("bytesPerSecond " + bytesPerSecond + " is not positive");
    }
    if (bufferBytes < MIN_BUFFER_BYTES) {
      throw new IllegalArgumentException(
          "bufferBytes " + bufferBytes + " is less than " + MIN_BUFFER_BYTES);
    }
  }
}
