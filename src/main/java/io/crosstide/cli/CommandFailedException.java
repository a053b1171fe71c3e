package io.crosstide.cli;

/** A command could not do what it was asked; the message is all the user need read. */
final class CommandFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CommandFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
