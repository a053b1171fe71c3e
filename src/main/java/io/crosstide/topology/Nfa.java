package io.crosstide.topology;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/** A nondeterministic automaton over topic characters, the way to build a {@link NameSet}. */
final class Nfa {
  /** Room for a thousand topics named in full, and for every expression that a person wrote. */
  static final int MAX_STATES = 200_000;

  private static final int DEAD = -1;

  /** A transition for every symbol of {@code symbols}. */
  private record Edge(BitSet symbols, int target) {}

  private final List<List<Edge>> edges = new ArrayList<>();
  private final List<List<Integer>> silent = new ArrayList<>();
  private final BitSet accepting = new BitSet();
  private final int begin = newState();

  static Nfa ofAll() {
    Nfa nfa = new Nfa();
    nfa.addAnything(nfa.begin());
    return nfa;
  }

  int begin() {
    return begin;
  }

  int states() {
    return edges.size();
  }

  int newState() {
    if (edges.size() == MAX_STATES) {
      throw new NameSet.TooLargeException("needs more than " + MAX_STATES + " states");
    }
    edges.add(new ArrayList<>(1));
    silent.add(new ArrayList<>(1));
    return edges.size() - 1;
  }

  void accept(int state) {
    accepting.set(state);
  }

  void addEdge(int from, BitSet symbols, int to) {
    edges.get(from).add(new Edge(symbols, to));
  }

  /** Goes from one state to another without a symbol. */
  void addSilent(int from, int to) {
    silent.get(from).add(to);
  }

  /** A walk over these characters; {@code -1} when one is no topic character. */
  int addText(int from, String text) {
    int state = from;
    for (int i = 0; i < text.length(); i++) {
      int symbol = NameSet.ALPHABET.indexOf(text.charAt(i));
      if (symbol < 0) {
        return DEAD;
      }
      BitSet one = new BitSet();
      one.set(symbol);
      int to = newState();
      addEdge(state, one, to);
      state = to;
    }
    return state;
  }

  void addName(int from, String name) {
    int end = addText(from, name);
    if (end != DEAD) {
      accept(end);
    }
  }

  /** Accepts any rest of at least one character. */
  void addAnything(int from) {
    BitSet every = new BitSet();
    every.set(0, NameSet.SYMBOLS);
    int rest = newState();
    addEdge(from, every, rest);
    addEdge(rest, every, rest);
    accept(rest);
  }

  void addSet(int from, NameSet set) {
    addSet(from, set, this::accept);
  }

  /** Embeds a set; each of its accepting states is handed to {@code end}. */
  void addSet(int from, NameSet set, IntConsumer end) {
    int offset = edges.size();
    for (int state = 0; state < set.states(); state++) {
      newState();
    }
    for (int state = 0; state < set.states(); state++) {
      Map<Integer, BitSet> byTarget = new HashMap<>();
      for (int symbol = 0; symbol < NameSet.SYMBOLS; symbol++) {
        int target = set.step(state, symbol);
        if (target != DEAD) {
          byTarget.computeIfAbsent(target, unused -> new BitSet()).set(symbol);
        }
      }
      int own = offset + state;
      byTarget.forEach((target, symbols) -> addEdge(own, symbols, offset + target));
      if (set.accepts(state)) {
        end.accept(own);
      }
    }
    if (!set.isEmpty()) {
      addSilent(from, offset);
    }
  }

  NameSet toNameSet() {
    return toNameSet(NameSet.MAX_STATES);
  }

  /**
   * The subset construction.
   *
   * @throws NameSet.TooLargeException past {@code maxStates} subsets
   */
  NameSet toNameSet(int maxStates) {
    List<BitSet> alike = symbolsAlike();
    Subsets subsets = new Subsets(maxStates);
    subsets.number(closure(List.of(begin)));
    int[] next = new int[NameSet.SYMBOLS * 16];
    for (int number = 0; number < subsets.size(); number++) {
      if ((number + 1) * NameSet.SYMBOLS > next.length) {
        next = Arrays.copyOf(next, next.length * 2);
      }
      for (BitSet symbols : alike) {
        List<Integer> targets = targets(subsets.get(number), symbols.nextSetBit(0));
        int target = targets.isEmpty() ? DEAD : subsets.number(closure(targets));
        for (int symbol = symbols.nextSetBit(0);
            symbol >= 0;
            symbol = symbols.nextSetBit(symbol + 1)) {
          next[number * NameSet.SYMBOLS + symbol] = target;
        }
      }
    }
    boolean[] ends = new boolean[subsets.size()];
    for (int number = 0; number < ends.length; number++) {
      ends[number] = Arrays.stream(subsets.get(number)).anyMatch(accepting::get);
    }
    return NameSet.of(Arrays.copyOf(next, ends.length * NameSet.SYMBOLS), ends);
  }

  /** Sets of states in the order in which they are found. */
  private static final class Subsets {
    private final int max;
    private final Map<IntBuffer, Integer> numbers = new HashMap<>();
    private final List<int[]> found = new ArrayList<>();

    Subsets(int max) {
      this.max = max;
    }

    int size() {
      return found.size();
    }

    int[] get(int number) {
      return found.get(number);
    }

    int number(int[] subset) {
      Integer known = numbers.putIfAbsent(IntBuffer.wrap(subset), found.size());
      if (known != null) {
        return known;
      }
      if (found.size() == max) {
        throw new NameSet.TooLargeException("needs more than " + max + " states");
      }
      found.add(subset);
      return found.size() - 1;
    }
  }

  /** Symbols that every transition treats alike: one of them is looked at for all of them. */
  private List<BitSet> symbolsAlike() {
    Set<BitSet> labels = new HashSet<>();
    edges.forEach(of -> of.forEach(edge -> labels.add(edge.symbols())));
    Map<List<Boolean>, BitSet> groups = new LinkedHashMap<>();
    for (int symbol = 0; symbol < NameSet.SYMBOLS; symbol++) {
      int own = symbol;
      List<Boolean> treatment = labels.stream().map(label -> label.get(own)).toList();
      groups.computeIfAbsent(treatment, unused -> new BitSet()).set(symbol);
    }
    return List.copyOf(groups.values());
  }

  private List<Integer> targets(int[] subset, int symbol) {
    List<Integer> targets = new ArrayList<>(2);
    for (int state : subset) {
      for (Edge edge : edges.get(state)) {
        if (edge.symbols().get(symbol)) {
          targets.add(edge.target());
        }
      }
    }
    return targets;
  }

  /** Sorted, each state once: equal sets are equal arrays. */
  private int[] closure(List<Integer> states) {
    if (states.size() == 1 && silent.get(states.getFirst()).isEmpty()) {
      return new int[] {states.getFirst()};
    }
    Set<Integer> closure = new HashSet<>();
    List<Integer> open = new ArrayList<>(states);
    while (!open.isEmpty()) {
      int state = open.removeLast();
      if (closure.add(state)) {
        open.addAll(silent.get(state));
      }
    }
    return closure.stream().mapToInt(Integer::intValue).sorted().toArray();
  }
}
