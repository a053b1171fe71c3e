package io.crosstide.kafka;

import io.crosstide.mirror.Failure;

/** An operation on a cluster did not succeed; {@link #failure} says what can be done about it. */
public final class ClusterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public ClusterException(Failure failure, Throwable cause) {
    super(failure.toString(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }
}
