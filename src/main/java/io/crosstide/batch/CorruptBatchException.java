package io.crosstide.batch;

/**
 * A batch whose checksum does not fit its bytes: damaged on the way, so that fetching it again may
 * help, or on the source's disk.
 */
public final class CorruptBatchException extends MalformedBatchException {
  private static final long serialVersionUID = 1L;

  public CorruptBatchException(String message) {
    super(message);
  }
}
