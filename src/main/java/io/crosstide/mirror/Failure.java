package io.crosstide.mirror;

import java.util.Objects;

/**
 * Why an operation on a cluster did not succeed, in the terms the lane decides by.
 *
 * @param kind what the lane can do about it
 * @param error Kafka's name of the error, {@code MESSAGE_TOO_LARGE}, or {@code NETWORK} when no
 *     answer came
 * @param detail what an operator should read; never holds a secret
 */
public record Failure(Kind kind, String error, String detail) {
  /** What can be done about a failure. */
  public enum Kind {
    /** Passes by itself: no leader, no connection, time-out. The outcome of a write is unknown. */
    TRANSIENT,
    /**
     * The producer's sequence or id is not what the broker expects: claim again and read the
     * target's tail.
     */
    LOST_SEQUENCE,
    /** A newer epoch of this lane's producer exists: somebody else took the lane over. */
    FENCED,
    /** The broker will not take this batch or request as it is. Nothing was appended. */
    REFUSED,
    /** The batch was damaged on its way or at its origin: fetch it again. Nothing was appended. */
    CORRUPT,
    /** The source no longer has the wanted offset, or its log is shorter than that. */
    OUT_OF_RANGE
  }

  public Failure {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(error, "error");
    Objects.requireNonNull(detail, "detail");
  }

  @Override
  public String toString() {
    return error + ": " + detail;
  }
}
