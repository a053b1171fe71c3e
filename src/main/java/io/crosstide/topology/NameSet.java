package io.crosstide.topology;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A regular set of strings over Kafka's topic characters, as a minimal automaton. Finite or not,
 * two sets can be intersected, subtracted and compared exactly. Immutable; equal sets are {@code
 * equals}. Kafka's bound of 249 characters is left out: it would only hide a loop behind long
 * names.
 *
 * <p>No set grows past {@link #MAX_STATES}: an expression that would is refused, where a general
 * library would take the memory of the process.
 */
final class NameSet {
  /**
   * Characters by which examples are sorted: letters first, so that an example reads like a name.
   */
  static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";

  static final int SYMBOLS = ALPHABET.length();
  static final int MAX_STATES = 20_000;
  static final NameSet EMPTY = new NameSet(new int[0], new boolean[0]);

  /** Every string of at least one topic character. */
  static final NameSet ALL = Nfa.ofAll().toNameSet();

  private static final int DEAD = -1;

  /**
   * State {@code s} goes with symbol {@code a} to {@code next[s * SYMBOLS + a]}. State 0 begins.
   */
  private final int[] next;

  private final boolean[] accepting;
  private final int hash;

  private NameSet(int[] next, boolean[] accepting) {
    this.next = next;
    this.accepting = accepting;
    this.hash = 31 * Arrays.hashCode(next) + Arrays.hashCode(accepting);
  }

  /** A set that needs more than {@link #MAX_STATES} states. */
  static final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
      super(message, null, false, false);
    }
  }

  /** From any deterministic automaton with its begin at 0 and {@code -1} for no transition. */
  static NameSet of(int[] next, boolean[] accepting) {
    int[] classes = Minimization.classes(next, accepting, SYMBOLS);
    return classes.length == 0 ? EMPTY : canonical(next, accepting, classes);
  }

  static NameSet ofNames(Collection<String> names) {
    Nfa nfa = new Nfa();
    names.forEach(name -> nfa.addName(nfa.begin(), name));
    return nfa.toNameSet();
  }

  static NameSet unionOf(Collection<NameSet> sets) {
    if (sets.size() == 1) {
      return sets.iterator().next();
    }
    Nfa nfa = new Nfa();
    sets.forEach(set -> nfa.addSet(nfa.begin(), set));
    return nfa.toNameSet();
  }

  boolean isEmpty() {
    return accepting.length == 0;
  }

  int states() {
    return accepting.length;
  }

  boolean accepts(int state) {
    return accepting[state];
  }

  /** The state after this symbol, {@code -1} when no name goes on so. */
  int step(int state, int symbol) {
    return next[state * SYMBOLS + symbol];
  }

  boolean contains(String name) {
    int state = isEmpty() ? DEAD : 0;
    for (int i = 0; i < name.length() && state != DEAD; i++) {
      int symbol = ALPHABET.indexOf(name.charAt(i));
      state = symbol < 0 ? DEAD : step(state, symbol);
    }
    return state != DEAD && accepting[state];
  }

  NameSet intersect(NameSet other) {
    return equals(other) ? this : new Product(this, other, false).toNameSet();
  }

  NameSet minus(NameSet other) {
    return new Product(this, other, true).toNameSet();
  }

  /** A shortest name in both sets, found without building their intersection. */
  Optional<String> commonName(NameSet other) {
    return new Product(this, other, false).shortest();
  }

  Optional<String> shortest() {
    return commonName(ALL);
  }

  /** Every name with this in front. */
  NameSet prefixed(String prefix) {
    if (isEmpty() || prefix.isEmpty()) {
      return this;
    }
    int[] longer = new int[next.length + prefix.length() * SYMBOLS];
    Arrays.fill(longer, 0, prefix.length() * SYMBOLS, DEAD);
    for (int i = 0; i < prefix.length(); i++) {
      longer[i * SYMBOLS + ALPHABET.indexOf(prefix.charAt(i))] = i + 1;
    }
    for (int i = 0; i < next.length; i++) {
      longer[prefix.length() * SYMBOLS + i] = next[i] == DEAD ? DEAD : next[i] + prefix.length();
    }
    boolean[] ends = new boolean[prefix.length() + accepting.length];
    System.arraycopy(accepting, 0, ends, prefix.length(), accepting.length);
    return of(longer, ends);
  }

  /**
   * Merges the states of one class, and numbers them in the order of a walk: equal sets, equal
   * numbers.
   */
  private static NameSet canonical(int[] next, boolean[] accepting, int[] classes) {
    Map<Integer, Integer> numbers = new HashMap<>();
    List<Integer> members = new ArrayList<>();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    numbers.put(classes[0], 0);
    members.add(0);
    open.add(0);
    while (!open.isEmpty()) {
      int state = open.remove();
      for (int symbol = 0; symbol < SYMBOLS; symbol++) {
        int target = next[state * SYMBOLS + symbol];
        if (target != DEAD
            && classes[target] != DEAD
            && numbers.putIfAbsent(classes[target], members.size()) == null) {
          members.add(target);
          open.add(target);
        }
      }
    }
    int[] merged = new int[members.size() * SYMBOLS];
    boolean[] ends = new boolean[members.size()];
    for (int number = 0; number < ends.length; number++) {
      int state = members.get(number);
      ends[number] = accepting[state];
      for (int symbol = 0; symbol < SYMBOLS; symbol++) {
        int target = next[state * SYMBOLS + symbol];
        merged[number * SYMBOLS + symbol] =
            target == DEAD || classes[target] == DEAD ? DEAD : numbers.get(classes[target]);
      }
    }
    return new NameSet(merged, ends);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NameSet set
        && hash == set.hash
        && Arrays.equals(next, set.next)
        && Arrays.equals(accepting, set.accepting);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return isEmpty() ? "no names" : "names like " + shortest().orElseThrow();
  }
}
