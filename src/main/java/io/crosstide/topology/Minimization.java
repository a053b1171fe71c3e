package io.crosstide.topology;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which states of a deterministic automaton are alike: Moore's refinement, the source being his
 * "Gedanken-experiments on sequential machines" (1956).
 */
final class Minimization {
  private static final int DEAD = -1;

  private Minimization() {}

  /**
   * The class of each state, {@code -1} for states from which nothing is accepted; no classes at
   * all when nothing is accepted from state 0.
   */
  static int[] classes(int[] next, boolean[] accepting, int symbols) {
    boolean[] alive = alive(next, accepting, symbols);
    if (alive.length == 0 || !alive[0]) {
      return new int[0];
    }
    int[] classes = new int[accepting.length];
    for (int state = 0; state < classes.length; state++) {
      classes[state] = !alive[state] ? DEAD : accepting[state] ? 1 : 0;
    }
    for (int known = 0, count = 1; count > known; ) {
      known = count;
      Map<Signature, Integer> numbers = new HashMap<>();
      int[] refined = new int[classes.length];
      for (int state = 0; state < classes.length; state++) {
        refined[state] =
            classes[state] == DEAD
                ? DEAD
                : numbers.computeIfAbsent(
                    signature(state, next, classes, symbols), signature -> numbers.size());
      }
      classes = refined;
      count = numbers.size();
    }
    return classes;
  }

  private static Signature signature(int state, int[] next, int[] classes, int symbols) {
    int[] behaviour = new int[symbols + 1];
    behaviour[symbols] = classes[state];
    for (int symbol = 0; symbol < symbols; symbol++) {
      int target = next[state * symbols + symbol];
      behaviour[symbol] = target == DEAD ? DEAD : classes[target];
    }
    return new Signature(behaviour, Arrays.hashCode(behaviour));
  }

  /** What a state does, one symbol deep. */
  private static final class Signature {
    private final int[] behaviour;
    private final int hash;

    Signature(int[] behaviour, int hash) {
      this.behaviour = behaviour;
      this.hash = hash;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Signature signature && Arrays.equals(behaviour, signature.behaviour);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** From which states an accepting one can be reached. */
  private static boolean[] alive(int[] next, boolean[] accepting, int symbols) {
    boolean[] alive = accepting.clone();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int state = alive.length - 1; state >= 0; state--) {
        for (int symbol = 0; symbol < symbols && !alive[state]; symbol++) {
          int target = next[state * symbols + symbol];
          if (target != DEAD && alive[target]) {
            alive[state] = true;
            changed = true;
          }
        }
      }
    }
    return alive;
  }
}
