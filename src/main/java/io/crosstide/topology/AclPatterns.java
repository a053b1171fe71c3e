package io.crosstide.topology;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Covers a set of names by few patterns that Kafka's ACLs can express: follows the set's automaton
 * for as long as there are few ways to go on, and ends a way as a prefix where there are many.
 */
final class AclPatterns {
  /** More ways than this from one place: names are meant to vary there. */
  private static final int MAX_WAYS = 6;

  /** More patterns than this are for no reader; what is left is covered by shorter prefixes. */
  private static final int MAX_PATTERNS = 500;

  private final NameSet names;
  private final Set<NamePattern> found = new TreeSet<>();
  private final Set<Integer> onTheWay = new HashSet<>();

  private AclPatterns(NameSet names) {
    this.names = names;
  }

  /** Patterns that together cover every name of the set, in order; none for the empty set. */
  static List<NamePattern> covering(NameSet names) {
    if (names.isEmpty()) {
      return List.of();
    }
    AclPatterns patterns = new AclPatterns(names);
    patterns.follow(0, "");
    if (patterns.found.size() > MAX_PATTERNS) {
      return List.of(NamePattern.EVERY);
    }
    return reduced(patterns.found);
  }

  /** The same, and for each single name all that are made of it by a number behind a dot. */
  static List<NamePattern> withNumbers(List<NamePattern> patterns) {
    Set<NamePattern> all = new TreeSet<>(patterns);
    patterns.stream()
        .filter(pattern -> !pattern.prefixed() && !pattern.equals(NamePattern.EVERY))
        .forEach(pattern -> all.add(NamePattern.beginningWith(pattern.text() + ".")));
    return reduced(all);
  }

  private static List<NamePattern> reduced(Set<NamePattern> patterns) {
    return patterns.stream()
        .filter(
            pattern ->
                patterns.stream()
                    .noneMatch(other -> !other.equals(pattern) && other.covers(pattern)))
        .toList();
  }

  private void follow(int state, String text) {
    long ways = ways(state);
    if (ways == 0) {
      found.add(NamePattern.literal(text));
    } else if (ways > MAX_WAYS
        || text.length() == TopicNames.MAX_LENGTH
        || found.size() > MAX_PATTERNS
        || !onTheWay.add(state)) {
      found.add(NamePattern.beginningWith(text));
    } else {
      if (names.accepts(state)) {
        found.add(NamePattern.literal(text));
      }
      for (int symbol = 0; symbol < NameSet.SYMBOLS; symbol++) {
        int next = names.step(state, symbol);
        if (next >= 0) {
          follow(next, text + NameSet.ALPHABET.charAt(symbol));
        }
      }
      onTheWay.remove(state);
    }
  }

  private long ways(int state) {
    long ways = 0;
    for (int symbol = 0; symbol < NameSet.SYMBOLS; symbol++) {
      ways += names.step(state, symbol) >= 0 ? 1 : 0;
    }
    return ways;
  }
}
