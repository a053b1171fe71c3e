package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every translation must match exactly what {@link Pattern} matches. */
class RegexNamesTest {
  private static final String CHARACTERS = "abAB1._-";
  private static final List<String> NAMES = names();

  private static List<String> names() {
    List<String> names = new ArrayList<>();
    List<String> last = List.of("");
    for (int length = 1; length <= 4; length++) {
      List<String> longer = new ArrayList<>();
      for (String name : last) {
        CHARACTERS.chars().forEach(character -> longer.add(name + (char) character));
      }
      names.addAll(longer);
      last = longer;
    }
    return names;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".*",
        "a",
        "a|b",
        "(a|b)*",
        "(?:ab)+",
        "(?<x>ab)?b",
        "a{2}",
        "a{2,}",
        "a{1,2}b?",
        "a{0}b",
        "a{0,0}",
        "(a|)b",
        "[ab]+",
        "[^ab]+",
        "[a-]+",
        "[-a]+",
        "[a\\-b]+",
        "[\\w.]+",
        "[^\\d]+",
        "[a-b1]*",
        "[.]+",
        "\\.a",
        "\\w+",
        "\\W",
        "\\d?a",
        "\\D+",
        "\\S+",
        "a\\s?",
        "^a.*",
        ".*b$",
        "^ab$|^b$",
        "\\Aa\\z",
        "a*?b",
        "a+?",
        "(a|ab)(b|bb)",
        "((a*)*)*",
        "(a{2}){2}",
        "(?!a).*",
        "(?!ab).+",
        "(?=a).*",
        "(?!.*\\.).*",
        "a(?!b).*",
        "(?!a$).*",
        "(?!a)(?!b).*",
        "^(?!a|b)..",
        "(?i)ab",
        "(?i)[a]+",
        "(?i)[^a]+",
        "\\p{Alpha}+",
        "\\p{Upper}.*",
        "\\P{Lower}+",
        "(?i)\\p{Lower}+",
        "[\\p{Digit}_]+",
        "\\p{Punct}+",
        "a b",
        "é",
        "(a|b){0,2}",
        "(?!a)b|a",
        "[aA-B]*",
        "a^b",
        "[\\[a]+",
        "(a$)",
        "(^a)b"
      })
  void shouldMatchWhatJavaMatches(String regex) {
    NameSet names;
    try {
      names = RegexNames.of(regex);
    } catch (RegexNames.UntranslatableException e) {
      assertThat(regex).as(e.getMessage()).isIn("a^b", "(a$)", "(^a)b");
      return;
    }
    assertAgree(regex, names);
  }

  @Test
  void shouldMatchWhatJavaMatchesForRandomExpressions() throws Exception {
    for (long seed = 1; seed <= 400; seed++) {
      String regex = random(new Random(seed), 3);
      assertAgree(regex, RegexNames.of(regex));
    }
  }

  private static void assertAgree(String regex, NameSet names) {
    Pattern pattern = Pattern.compile(regex);
    for (String name : NAMES) {
      assertThat(names.contains(name))
          .as("%s matches %s", regex, name)
          .isEqualTo(pattern.matcher(name).matches());
    }
  }

  private static String random(Random random, int depth) {
    return switch (depth == 0 ? random.nextInt(3) : random.nextInt(8)) {
      case 0 -> Graphs.pick(List.of("a", "b", "\\.", "A"), random);
      case 1 -> Graphs.pick(List.of("[ab]", "[^a]", ".", "\\d", "\\w"), random);
      case 2 -> Graphs.pick(List.of("ab", "b\\-", "1_"), random);
      case 3, 4 -> random(random, depth - 1) + random(random, depth - 1);
      case 5 -> "(" + random(random, depth - 1) + "|" + random(random, depth - 1) + ")";
      default ->
          "(?:"
              + random(random, depth - 1)
              + ")"
              + Graphs.pick(List.of("*", "+", "?", "{2}", "{1,2}", "{0,1}?"), random);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a*+",
        "(a)\\1",
        "(?>a)b",
        "(?<=a)b",
        "a\\b",
        "[a&&b]",
        "[a[b]]",
        "(?s)a",
        "\\Qa\\E",
        "(a(?!b))c",
        "(?!a|b$).*",
        "(a|b)*a(a|b){15}",
        "((a{99}){99}){99}"
      })
  void shouldRefuseWhatItCannotTranslate(String regex) {
    Pattern.compile(regex);

    assertThatThrownBy(() -> RegexNames.of(regex))
        .isInstanceOf(RegexNames.UntranslatableException.class);
  }
}
