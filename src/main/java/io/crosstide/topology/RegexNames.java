package io.crosstide.topology;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Translates the usual part of Java's regular expressions into the set of names they match as a
 * whole: classes, alternation, groups, greedy and lazy quantifiers, anchors at the ends, look-ahead
 * at the top level, a leading {@code (?i)}. The rest (back-references, possessive quantifiers,
 * look-behind, flags) is refused with its name, for the caller to approximate.
 */
final class RegexNames {
  /** Enough for what a person writes and reads; repeats of repeats pass it. */
  static final int MAX_STATES = 2_000;

  private final RegexScanner text;
  private final Nfa nfa = new Nfa();

  private RegexNames(RegexScanner text) {
    this.text = text;
  }

  /** An expression that is outside of the translated part. */
  static final class UntranslatableException extends Exception {
    private static final long serialVersionUID = 1L;

    UntranslatableException(String message) {
      super(message, null, false, false);
    }
  }

  /** A piece of the automaton under construction. */
  private record Piece(int begin, int end) {}

  static NameSet of(String regex) throws UntranslatableException {
    RegexScanner scanner = new RegexScanner(regex);
    try {
      NameSet names = topLevel(scanner);
      if (!scanner.atEnd()) {
        throw new UntranslatableException("\"" + scanner.peek() + "\" in this place");
      }
      return names;
    } catch (NameSet.TooLargeException e) {
      throw new UntranslatableException("an expression of this size");
    }
  }

  /** Alternatives, each with anchors and look-aheads. */
  private static NameSet topLevel(RegexScanner scanner) throws UntranslatableException {
    List<NameSet> alternatives = new ArrayList<>();
    do {
      alternatives.add(branch(scanner, true));
    } while (scanner.take('|'));
    return NameSet.unionOf(alternatives);
  }

  /** A look-ahead speaks of all that follows: the rest of the branch is narrowed by it. */
  private static NameSet branch(RegexScanner scanner, boolean atBegin)
      throws UntranslatableException {
    if (atBegin) {
      // Every match is of the whole name, so this anchor says nothing.
      scanner.takeAll("^", "\\A");
    }
    int before = scanner.position();
    RegexNames head = new RegexNames(scanner);
    Piece piece = head.sequence();
    boolean stillAtBegin = atBegin && scanner.position() == before;
    NameSet rest = null;
    if (scanner.take("(?=")) {
      NameSet ahead = lookedAt(scanner);
      rest = branch(scanner, stillAtBegin).intersect(ahead);
    } else if (scanner.take("(?!")) {
      NameSet ahead = lookedAt(scanner);
      rest = branch(scanner, stillAtBegin).minus(ahead);
    } else {
      scanner.takeAll("$", "\\z", "\\Z");
    }
    head.nfa.addSilent(head.nfa.begin(), piece.begin());
    if (rest == null) {
      head.nfa.accept(piece.end());
    } else {
      head.nfa.addSet(piece.end(), rest);
    }
    return head.nfa.toNameSet(MAX_STATES);
  }

  /** Everything that begins with what the look-ahead asks for. */
  private static NameSet lookedAt(RegexScanner scanner) throws UntranslatableException {
    int begin = scanner.position();
    RegexNames inner = new RegexNames(scanner);
    Piece piece = inner.alternatives();
    boolean toTheEnd = scanner.takeAll("$", "\\z");
    if (toTheEnd && scanner.since(begin).contains("|")) {
      throw new UntranslatableException("an anchor of one alternative in a look-ahead");
    }
    scanner.expect(')');
    inner.nfa.addSilent(inner.nfa.begin(), piece.begin());
    inner.nfa.accept(piece.end());
    if (!toTheEnd) {
      inner.nfa.addAnything(piece.end());
    }
    return inner.nfa.toNameSet(MAX_STATES);
  }

  private Piece alternatives() throws UntranslatableException {
    Piece piece = new Piece(state(), state());
    do {
      Piece one = sequence();
      nfa.addSilent(piece.begin(), one.begin());
      nfa.addSilent(one.end(), piece.end());
    } while (text.take('|'));
    return piece;
  }

  private Piece sequence() throws UntranslatableException {
    int begin = state();
    int end = begin;
    while (!text.atEnd() && !text.atBoundary()) {
      int mark = text.position();
      Piece piece = quantified(mark);
      nfa.addSilent(end, piece.begin());
      end = piece.end();
    }
    return new Piece(begin, end);
  }

  private Piece quantified(int mark) throws UntranslatableException {
    Piece piece = atom();
    RegexScanner.Times times = text.times();
    if (times == null) {
      return piece;
    }
    int after = text.position();
    int end = piece.begin();
    int begin = piece.begin();
    Piece last = piece;
    int copies = Math.max(1, times.unbounded() ? times.least() : times.most());
    int exit = state();
    if (times.least() == 0) {
      nfa.addSilent(begin, exit);
    }
    for (int copy = 1; copy <= copies; copy++) {
      if (copy > 1) {
        text.moveTo(mark);
        last = atom();
        nfa.addSilent(end, last.begin());
      }
      end = last.end();
      if (copy >= times.least()) {
        nfa.addSilent(end, exit);
      }
    }
    if (times.unbounded()) {
      nfa.addSilent(last.end(), last.begin());
    }
    text.moveTo(after);
    return times.most() == 0 ? new Piece(exit, exit) : new Piece(begin, exit);
  }

  private Piece atom() throws UntranslatableException {
    if (text.group()) {
      Piece piece = alternatives();
      text.expect(')');
      return piece;
    }
    BitSet symbols = text.symbols();
    Piece piece = new Piece(state(), state());
    nfa.addEdge(piece.begin(), symbols, piece.end());
    return piece;
  }

  private int state() {
    if (nfa.states() >= MAX_STATES) {
      throw new NameSet.TooLargeException("needs more than " + MAX_STATES + " states");
    }
    return nfa.newState();
  }
}
