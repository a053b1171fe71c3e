package io.crosstide.topology;

/** A value of the file that can't be read, in words for its author. */
final class BadValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String mend;

  BadValueException(String message, String mend) {
    super(message);
    this.mend = mend;
  }

  String mend() {
    return mend;
  }
}
