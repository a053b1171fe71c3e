package io.crosstide.topology;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * One entry of {@code include}, {@code exclude} or {@code topics}: a name, or a Java regular
 * expression between slashes that must match the whole name.
 */
sealed interface TopicMatcher {
  /** Longer expressions are refused; they belong into several entries. */
  int MAX_REGEX_LENGTH = 500;

  boolean matches(String topic);

  /** As written in the file. */
  String text();

  /**
   * Reads {@code orders} or {@code /orders-.*}{@code /}.
   *
   * @throws IllegalArgumentException with words for the author of the file
   */
  static TopicMatcher parse(String text) {
    if (text.length() > 2 && text.startsWith("/") && text.endsWith("/")) {
      return regex(text.substring(1, text.length() - 1));
    }
    if (!TopicNames.legal(text)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no topic name; a regular expression stands between slashes");
    }
    return new Exact(text);
  }

  private static TopicMatcher regex(String regex) {
    if (regex.length() > MAX_REGEX_LENGTH) {
      throw new IllegalArgumentException(
          "regular expression is longer than " + MAX_REGEX_LENGTH + " characters");
    }
    try {
      return new Regex(Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "bad regular expression: " + e.getDescription() + " near character " + (e.getIndex() + 1),
          e);
    }
  }

  /** A topic by its name. */
  record Exact(String text) implements TopicMatcher {
    @Override
    public boolean matches(String topic) {
      return topic.equals(text);
    }
  }

  /** Topics by an expression. Equal when written the same. */
  record Regex(Pattern pattern) implements TopicMatcher {
    @Override
    public boolean matches(String topic) {
      return pattern.matcher(topic).matches();
    }

    @Override
    public String text() {
      return "/" + pattern.pattern() + "/";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Regex regex && regex.text().equals(text());
    }

    @Override
    public int hashCode() {
      return text().hashCode();
    }
  }
}
