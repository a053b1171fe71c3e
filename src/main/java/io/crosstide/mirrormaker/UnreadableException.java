package io.crosstide.mirrormaker;

/** A configuration of MirrorMaker 2 that can't be read or has no equal topology at all. */
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param place in the file
   * @param message what is wrong there, without secrets
   * @param mend what to do
   */
  UnreadableException(String place, String message, String mend) {
    super(
        (place.isEmpty() ? "" : place + ": ")
            + message
            + (mend.isEmpty() ? "" : "\n    mend: " + mend));
  }
}
