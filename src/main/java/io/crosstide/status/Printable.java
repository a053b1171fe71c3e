package io.crosstide.status;

/** Text from clusters, made fit for a line of ours. */
public final class Printable {
  private Printable() {}

  /** Without line ends and terminal codes: a config value may hold anything. */
  public static String of(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }
}
