package io.crosstide.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two sets of names read side by side: their intersection, or what only the first holds. */
final class Product {
  private static final int DEAD = -1;

  private final NameSet left;
  private final NameSet right;
  private final boolean subtract;

  private final Map<Long, Integer> numbers = new HashMap<>();
  private final List<long[]> pairs = new ArrayList<>();

  /** How each pair was first reached: the number of the pair before it, and the symbol. */
  private final List<int[]> reached = new ArrayList<>();

  Product(NameSet left, NameSet right, boolean subtract) {
    this.left = left;
    this.right = right;
    this.subtract = subtract;
  }

  NameSet toNameSet() {
    if (begin() == DEAD) {
      return NameSet.EMPTY;
    }
    int[] next = new int[NameSet.SYMBOLS * 16];
    for (int number = 0; number < pairs.size(); number++) {
      if ((number + 1) * NameSet.SYMBOLS > next.length) {
        next = Arrays.copyOf(next, next.length * 2);
      }
      for (int symbol = 0; symbol < NameSet.SYMBOLS; symbol++) {
        next[number * NameSet.SYMBOLS + symbol] = step(number, symbol);
      }
    }
    boolean[] accepting = new boolean[pairs.size()];
    for (int number = 0; number < accepting.length; number++) {
      accepting[number] = accepts(number);
    }
    return NameSet.of(Arrays.copyOf(next, accepting.length * NameSet.SYMBOLS), accepting);
  }

  /** Pairs are reached in the order of length, so the first accepting one has a shortest name. */
  Optional<String> shortest() {
    if (begin() == DEAD) {
      return Optional.empty();
    }
    for (int number = 0; number < pairs.size(); number++) {
      if (accepts(number)) {
        return Optional.of(name(number));
      }
      for (int symbol = 0; symbol < NameSet.SYMBOLS; symbol++) {
        step(number, symbol);
      }
    }
    return Optional.empty();
  }

  private int begin() {
    return left.isEmpty() ? DEAD : number(0, right.isEmpty() ? DEAD : 0, DEAD, DEAD);
  }

  private int step(int number, int symbol) {
    long[] pair = pairs.get(number);
    int leftNext = left.step((int) pair[0], symbol);
    int rightNext = pair[1] == DEAD ? DEAD : right.step((int) pair[1], symbol);
    return number(leftNext, rightNext, number, symbol);
  }

  /** The pair's number, {@code -1} when nothing can be accepted from it. */
  private int number(int leftState, int rightState, int from, int symbol) {
    if (leftState == DEAD || (rightState == DEAD && !subtract)) {
      return DEAD;
    }
    long key = ((long) leftState << 32) | (rightState & 0xffffffffL);
    Integer known = numbers.get(key);
    if (known != null) {
      return known;
    }
    if (pairs.size() == NameSet.MAX_STATES) {
      throw new NameSet.TooLargeException(
          "two sets of names together need more than " + NameSet.MAX_STATES + " states");
    }
    numbers.put(key, pairs.size());
    pairs.add(new long[] {leftState, rightState});
    reached.add(new int[] {from, symbol});
    return pairs.size() - 1;
  }

  private boolean accepts(int number) {
    long[] pair = pairs.get(number);
    boolean inRight = pair[1] != DEAD && right.accepts((int) pair[1]);
    return left.accepts((int) pair[0]) && inRight != subtract;
  }

  private String name(int number) {
    StringBuilder name = new StringBuilder();
    for (int at = number; reached.get(at)[0] != DEAD; at = reached.get(at)[0]) {
      name.append(NameSet.ALPHABET.charAt(reached.get(at)[1]));
    }
    return name.reverse().toString();
  }
}
