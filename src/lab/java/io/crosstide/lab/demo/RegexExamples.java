package io.crosstide.lab.demo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Topic names that a regular expression matches, made up by walking the expression. Knows what topic
 * expressions are made of: literals, classes, groups, alternatives, quantifiers. Gives nothing for
 * what it does not understand, and never a name that does not match.
 */
final class RegexExamples {
  private static final int MAX_EXAMPLES = 12;
  private static final int MAX_REPEAT = 20;
  private static final List<String> ANYTHING = List.of("orders", "payments", "clicks");
  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-_.";

  private final String regex;
  private int at;

  private RegexExamples(String regex) {
    this.regex = regex;
  }

  /** Up to 12 different names; mostly the first one serves. */
  static List<String> of(String regex) {
    List<String> walked;
    try {
      RegexExamples walk = new RegexExamples(regex);
      walked = walk.alternatives();
      if (walk.at < regex.length()) {
        return List.of();
      }
    } catch (UnsupportedOperationException
        | IndexOutOfBoundsException
        | NumberFormatException notUnderstood) {
      return List.of();
    }
    Pattern whole = Pattern.compile(regex);
    return walked.stream().filter(name -> whole.matcher(name).matches()).toList();
  }

  private List<String> alternatives() {
    Set<String> all = new LinkedHashSet<>(sequence());
    while (at < regex.length() && regex.charAt(at) == '|') {
      at++;
      all.addAll(sequence());
    }
    return bounded(all);
  }

  private List<String> sequence() {
    List<String> soFar = List.of("");
    while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
      int begin = at;
      List<String> atom = atom();
      boolean any = regex.substring(begin, at).equals(".");
      soFar = product(soFar, quantified(atom, any));
    }
    return soFar;
  }

  private List<String> atom() {
    char c = regex.charAt(at);
    return switch (c) {
      case '(' -> group();
      case '^', '$' -> {
        at++;
        yield List.of("");
      }
      case '[' -> oneOf(upTo(']'));
      case '\\' -> oneOf(take(2));
      case '*', '+', '?', '{' -> throw new UnsupportedOperationException("nothing to repeat");
      default -> oneOf(take(1));
    };
  }

  private List<String> group() {
    at++;
    if (regex.startsWith("?:", at)) {
      at += 2;
    } else if (regex.charAt(at) == '?') {
      throw new UnsupportedOperationException("flags and look-around");
    }
    List<String> inner = alternatives();
    if (regex.charAt(at) != ')') {
      throw new UnsupportedOperationException("open group");
    }
    at++;
    return inner;
  }

  private String upTo(char end) {
    // The first member of a class may be the bracket itself.
    int close = regex.indexOf(end, at + 2);
    if (close < 0) {
      throw new UnsupportedOperationException("open class");
    }
    return take(close + 1 - at);
  }

  private String take(int length) {
    String taken = regex.substring(at, at + length);
    at += length;
    return taken;
  }

  /** The first topic character that the atom matches, as the JDK understands the atom. */
  private static List<String> oneOf(String atom) {
    try {
      Pattern pattern = Pattern.compile(atom);
      return ALPHABET
          .chars()
          .mapToObj(Character::toString)
          .filter(candidate -> pattern.matcher(candidate).matches())
          .limit(1)
          .toList();
    } catch (PatternSyntaxException e) {
      throw new UnsupportedOperationException("atom " + atom, e);
    }
  }

  private List<String> quantified(List<String> atom, boolean any) {
    if (at >= regex.length() || "*+?{".indexOf(regex.charAt(at)) < 0) {
      return atom;
    }
    List<String> repeated =
        switch (regex.charAt(at)) {
          case '{' -> counted(atom);
          case '?' -> bounded(new LinkedHashSet<>(joined(atom, List.of(""))));
          default -> any ? ANYTHING : atom;
        };
    at++;
    if (at < regex.length() && (regex.charAt(at) == '?' || regex.charAt(at) == '+')) {
      at++;
    }
    return repeated;
  }

  private List<String> counted(List<String> atom) {
    int close = regex.indexOf('}', at);
    String least = regex.substring(at + 1, close).split(",", -1)[0];
    int times = Integer.parseInt(least);
    if (times > MAX_REPEAT) {
      throw new UnsupportedOperationException("long repetition");
    }
    at = close;
    return atom.stream().map(text -> text.repeat(Math.max(1, times))).toList();
  }

  private static List<String> product(List<String> left, List<String> right) {
    Set<String> all = new LinkedHashSet<>();
    for (String tail : right) {
      for (String head : left) {
        all.add(head + tail);
      }
    }
    return bounded(all);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }

  private static List<String> bounded(Set<String> names) {
    return names.stream().limit(MAX_EXAMPLES).toList();
  }
}
