package io.crosstide.topology;

/** A placeholder of the topology has no value here; the message says which, and where it stands. */
public final class UnresolvedPlaceholderException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnresolvedPlaceholderException(String message) {
    super(message);
  }
}
