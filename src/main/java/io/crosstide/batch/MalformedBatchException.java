package io.crosstide.batch;

/**
 * Bytes that claim to be a record batch and are not. The lane that fetched them stops; others go
 * on.
 */
public sealed class MalformedBatchException extends RuntimeException permits CorruptBatchException {
  private static final long serialVersionUID = 1L;

  public MalformedBatchException(String message) {
    super(message);
  }

  public MalformedBatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
