package io.crosstide.topology;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ${env:NAME}} and {@code ${file:PATH}} in the values of client properties. */
final class Placeholder {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(env|file):([^}]+)}");
  private static final Pattern OPENING = Pattern.compile("\\$\\{[^}]*}?");

  private Placeholder() {}

  static boolean in(String text) {
    return PLACEHOLDER.matcher(text).find();
  }

  /** The first thing that opens like a placeholder and is none, empty when all is well. */
  static Optional<String> malformed(String text) {
    return OPENING
        .matcher(text)
        .results()
        .map(found -> found.group())
        .filter(found -> !PLACEHOLDER.matcher(found).matches())
        .findFirst();
  }

  static String fill(PropertyValue value, SecretSource secrets) {
    Matcher found = PLACEHOLDER.matcher(value.text());
    StringBuilder filled = new StringBuilder();
    while (found.find()) {
      String secret =
          found.group(1).equals("env")
              ? env(value, found.group(2), secrets)
              : file(value, found.group(2), secrets);
      found.appendReplacement(filled, Matcher.quoteReplacement(secret));
    }
    return found.appendTail(filled).toString();
  }

  private static String env(PropertyValue value, String name, SecretSource secrets) {
    return secrets
        .env(name)
        .orElseThrow(
            () ->
                new UnresolvedPlaceholderException(
                    value.path() + ": environment variable " + name + " is not set"));
  }

  private static String file(PropertyValue value, String file, SecretSource secrets) {
    try {
      return secrets.file(Path.of(file));
    } catch (IOException | InvalidPathException e) {
      UnresolvedPlaceholderException unresolved =
          new UnresolvedPlaceholderException(
              value.path() + ": file " + file + " can't be read (" + reason(e) + ")");
      unresolved.initCause(e);
      throw unresolved;
    }
  }

  private static String reason(Exception e) {
    return e instanceof java.nio.file.NoSuchFileException ? "no such file" : e.getMessage();
  }
}
