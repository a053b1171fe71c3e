package io.crosstide.topology;

/**
 * Topics as Kafka's ACLs can name them: one by its name, or all whose names begin with a text.
 *
 * @param text the name, or what names begin with; {@code *} with {@code prefixed} false for all
 */
public record NamePattern(String text, boolean prefixed) implements Comparable<NamePattern> {
  /** Every topic. */
  public static final NamePattern EVERY = new NamePattern("*", false);

  public NamePattern {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("an ACL by prefix needs a prefix; for all there is *");
    }
  }

  static NamePattern literal(String name) {
    return new NamePattern(name, false);
  }

  static NamePattern beginningWith(String prefix) {
    return prefix.isEmpty() ? EVERY : new NamePattern(prefix, true);
  }

  /** Whether this covers all that the other does. */
  boolean covers(NamePattern other) {
    return equals(EVERY) || equals(other) || (prefixed && other.text.startsWith(text));
  }

  /** Whether it covers a name that begins so. */
  public boolean mayBegin(String beginning) {
    return equals(EVERY) || text.startsWith(beginning) || (prefixed && beginning.startsWith(text));
  }

  @Override
  public int compareTo(NamePattern other) {
    int byText = text.compareTo(other.text);
    return byText != 0 ? byText : Boolean.compare(prefixed, other.prefixed);
  }
}
