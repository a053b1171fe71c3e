package io.crosstide.mirrormaker;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** MirrorMaker 2's lists of expressions (DefaultTopicFilter) as include and exclude. */
final class Selection {
  /** What {@code topics.exclude} holds unless it is said. Crosstide excludes these in any case. */
  static final List<String> DEFAULT_EXCLUDES = List.of("mm2.*\\.internal", ".*\\.replica", "__.*");

  /** A name, for there is nothing in it that an expression would read otherwise. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

  private Selection() {}

  /** Empty for every topic. */
  static List<String> include(Setting setting) throws UnreadableException {
    List<String> include = matchers(setting);
    return include.equals(List.of("/.*/")) ? List.of() : include;
  }

  /** Without what is excluded by default. */
  static List<String> exclude(Setting setting) throws UnreadableException {
    return matchers(setting).stream()
        .filter(matcher -> !DEFAULT_EXCLUDES.contains(inner(matcher)))
        .toList();
  }

  /** Default excludes that somebody has taken away. */
  static List<String> noLongerExcluded(Setting setting) {
    List<String> said = Settings.list(setting.value());
    return DEFAULT_EXCLUDES.stream().filter(each -> !said.contains(each)).toList();
  }

  /** Those of the expressions that could take away something of what is included. */
  static List<String> concerning(List<String> include, List<String> excludes) {
    boolean expressions = include.isEmpty() || include.stream().anyMatch(Selection::expression);
    return excludes.stream()
        .filter(
            exclude ->
                expressions
                    || include.stream().anyMatch(name -> Pattern.matches(inner(exclude), name)))
        .toList();
  }

  private static boolean expression(String matcher) {
    return matcher.startsWith("/");
  }

  private static String inner(String matcher) {
    return expression(matcher) ? matcher.substring(1, matcher.length() - 1) : matcher;
  }

  private static List<String> matchers(Setting setting) throws UnreadableException {
    List<String> matchers = new ArrayList<>();
    for (String regex : Settings.list(setting.value())) {
      try {
        Pattern.compile(regex);
      } catch (PatternSyntaxException e) {
        throw new UnreadableException(
            setting.place(),
            "%s: bad regular expression %s: %s".formatted(setting.key(), regex, e.getDescription()),
            "a comma separates expressions and can't stand in one");
      }
      // Named in full, a topic would be taken although it is excluded by default.
      boolean plain = NAME.matcher(regex).matches() && !regex.startsWith("__");
      matchers.add(plain ? regex : "/" + regex + "/");
    }
    return matchers;
  }
}
