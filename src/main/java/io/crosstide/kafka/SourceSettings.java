package io.crosstide.kafka;

/**
 * What can be chosen about reading a source cluster.
 *
 * @param readCommitted whether records of open transactions are held back and aborted ones listed;
 *     otherwise everything up to the high watermark is fetched
 * @param bufferBytes fetched records that may be in memory over all lanes, bytes; exceeded only by
 *     single batches larger than what was asked for
 */
public record SourceSettings(boolean readCommitted, long bufferBytes) {
  /** 32 MiB, enough for eight lanes at full speed. */
  public static final long DEFAULT_BUFFER_BYTES = 32L << 20;

  /** Less than one batch of the size that topics take by default makes no sense. */
  public static final long MIN_BUFFER_BYTES = 1L << 20;

  public SourceSettings {
    if (bufferBytes < MIN_BUFFER_BYTES) {
      throw new IllegalArgumentException(
          "bufferBytes " + bufferBytes + " is less than " + MIN_BUFFER_BYTES);
    }
  }

  public static SourceSettings defaults() {
    return new SourceSettings(true, DEFAULT_BUFFER_BYTES);
  }
}
