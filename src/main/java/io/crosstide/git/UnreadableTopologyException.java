package io.crosstide.git;

/** A source can't be read at present. That says nothing of what is in it. */
public final class UnreadableTopologyException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableTopologyException(String message, Throwable cause) {
    super(message, cause);
  }
}
