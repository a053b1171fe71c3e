package io.crosstide.topology;

import io.crosstide.topology.RegexNames.UntranslatableException;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the words of a regular expression that {@link Pattern} has accepted: characters, classes,
 * quantifiers, openings of groups. The source of their meaning: Javadoc of {@link Pattern}.
 */
final class RegexScanner {
  private static final Pattern QUANTIFIER =
      Pattern.compile("([*+?]|\\{([0-9]{1,4})(,([0-9]{0,4}))?})([?+]?)");
  private static final Pattern GROUP =
      Pattern.compile("\\((\\?:|\\?<[a-zA-Z][a-zA-Z0-9]*>|(?!\\?))");
  private static final String UNBOUNDED = "";

  /** Classes by their names, as far as topic characters go. */
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("d", "[0-9]"),
          Map.entry("w", "[a-zA-Z0-9_]"),
          Map.entry("s", "[ ]"),
          Map.entry("h", "[ ]"),
          Map.entry("p{Lower}", "[a-z]"),
          Map.entry("p{Upper}", "[A-Z]"),
          Map.entry("p{Alpha}", "[a-zA-Z]"),
          Map.entry("p{Digit}", "[0-9]"),
          Map.entry("p{Alnum}", "[a-zA-Z0-9]"),
          Map.entry("p{Punct}", "[._-]"),
          Map.entry("p{L}", "[a-zA-Z]"),
          Map.entry("p{N}", "[0-9]"));

  /** How often a piece stands there. */
  record Times(int least, int most) {
    boolean unbounded() {
      return most == Integer.MAX_VALUE;
    }
  }

  private final String regex;
  private final boolean anyCase;
  private int position;

  RegexScanner(String regex) {
    this.anyCase = regex.startsWith("(?i)");
    this.regex = anyCase ? regex.substring("(?i)".length()) : regex;
  }

  int position() {
    return position;
  }

  void moveTo(int newPosition) {
    position = newPosition;
  }

  boolean atEnd() {
    return position == regex.length();
  }

  char peek() {
    return regex.charAt(position);
  }

  /** Where a sequence ends: an alternative, a closing, an anchor, a look-ahead. */
  boolean atBoundary() {
    return peek() == '|'
        || peek() == ')'
        || peek() == '$'
        || regex.startsWith("\\z", position)
        || regex.startsWith("\\Z", position)
        || regex.startsWith("(?=", position)
        || regex.startsWith("(?!", position);
  }

  boolean take(char wanted) {
    return take(String.valueOf(wanted));
  }

  boolean take(String wanted) {
    if (!regex.startsWith(wanted, position)) {
      return false;
    }
    position += wanted.length();
    return true;
  }

  /** Takes any number of these; true when there was one. */
  boolean takeAll(String... wanted) {
    int before = position;
    for (int i = 0; i < wanted.length; i++) {
      if (take(wanted[i])) {
        i = -1;
      }
    }
    return position > before;
  }

  String since(int begin) {
    return regex.substring(begin, position);
  }

  void expect(char wanted) throws UntranslatableException {
    if (!take(wanted)) {
      throw new UntranslatableException(
          atEnd() ? "an unclosed group" : "\"" + peek() + "\" in this place");
    }
  }

  /** Whether a group opens here, which is then taken. */
  boolean group() throws UntranslatableException {
    if (peek() != '(') {
      return false;
    }
    Matcher group = GROUP.matcher(regex).region(position, regex.length());
    if (!group.lookingAt()) {
      throw new UntranslatableException("a group with \"(?\"");
    }
    position = group.end();
    return true;
  }

  /** The quantifier here, {@code null} when there is none. */
  Times times() throws UntranslatableException {
    Matcher found = QUANTIFIER.matcher(regex).region(position, regex.length());
    if (!found.lookingAt()) {
      return null;
    }
    if (found.group(5).equals("+")) {
      throw new UntranslatableException("a possessive quantifier");
    }
    position = found.end();
    return switch (found.group(1).charAt(0)) {
      case '*' -> new Times(0, Integer.MAX_VALUE);
      case '+' -> new Times(1, Integer.MAX_VALUE);
      case '?' -> new Times(0, 1);
      default -> counted(found);
    };
  }

  private static Times counted(Matcher found) {
    int least = Integer.parseInt(found.group(2));
    if (found.group(3) == null) {
      return new Times(least, least);
    }
    return new Times(
        least,
        found.group(4).equals(UNBOUNDED) ? Integer.MAX_VALUE : Integer.parseInt(found.group(4)));
  }

  /** The topic characters that one character's worth of the expression matches. */
  BitSet symbols() throws UntranslatableException {
    char first = regex.charAt(position++);
    return switch (first) {
      case '.' -> every();
      case '[' -> bracket();
      case '\\' -> escaped();
      case '*', '+', '?', '{', '^', '(' ->
          throw new UntranslatableException("\"" + first + "\" in this place");
      default -> one(first);
    };
  }

  private BitSet bracket() throws UntranslatableException {
    boolean negated = take('^');
    BitSet symbols = new BitSet();
    boolean first = true;
    while (first || peek() != ']') {
      if (peek() == '[' || regex.startsWith("&&", position) || (first && peek() == ']')) {
        throw new UntranslatableException("a class inside of a class");
      }
      first = false;
      symbols.or(range());
    }
    position++;
    return negated ? not(symbols) : symbols;
  }

  private BitSet range() throws UntranslatableException {
    char from = regex.charAt(position);
    if (from == '\\' && !literalEscape(position + 1)) {
      position++;
      return escaped();
    }
    from = literal();
    boolean isRange =
        peek() == '-' && regex.charAt(position + 1) != ']' && regex.charAt(position + 1) != '[';
    if (!isRange) {
      return one(from);
    }
    position++;
    if (peek() == '\\' && !literalEscape(position + 1)) {
      throw new UntranslatableException("a range that ends with a class");
    }
    char to = literal();
    BitSet symbols = new BitSet();
    for (int character = from; character <= to; character++) {
      symbols.or(one((char) character));
    }
    return symbols;
  }

  /** A character of a class, escaped or not. */
  private char literal() {
    char character = regex.charAt(position++);
    return character == '\\' ? regex.charAt(position++) : character;
  }

  private boolean literalEscape(int at) {
    return !Character.isLetterOrDigit(regex.charAt(at));
  }

  private BitSet escaped() throws UntranslatableException {
    if (literalEscape(position)) {
      return one(regex.charAt(position++));
    }
    String name = String.valueOf(regex.charAt(position));
    if (name.equalsIgnoreCase("p") && regex.startsWith("{", position + 1)) {
      name = regex.substring(position, regex.indexOf('}', position) + 1);
    }
    boolean negated = Character.isUpperCase(name.charAt(0));
    String symbols =
        CLASSES.get(negated ? name.toLowerCase(Locale.ROOT).charAt(0) + name.substring(1) : name);
    if (symbols == null) {
      throw new UntranslatableException("\"\\" + name + "\"");
    }
    position += name.length();
    BitSet set = new BitSet();
    Pattern pattern = Pattern.compile(symbols, anyCase ? Pattern.CASE_INSENSITIVE : 0);
    for (int i = 0; i < NameSet.SYMBOLS; i++) {
      set.set(i, pattern.matcher(NameSet.ALPHABET.substring(i, i + 1)).matches());
    }
    return negated ? not(set) : set;
  }

  private BitSet one(char character) {
    BitSet symbols = new BitSet();
    set(symbols, character);
    if (anyCase && character < 128) {
      set(symbols, Character.toLowerCase(character));
      set(symbols, Character.toUpperCase(character));
    }
    return symbols;
  }

  private static void set(BitSet symbols, char character) {
    int symbol = NameSet.ALPHABET.indexOf(character);
    if (symbol >= 0) {
      symbols.set(symbol);
    }
  }

  private static BitSet every() {
    BitSet symbols = new BitSet();
    symbols.set(0, NameSet.SYMBOLS);
    return symbols;
  }

  private static BitSet not(BitSet symbols) {
    BitSet others = every();
    others.andNot(symbols);
    return others;
  }
}
