package io.crosstide.topology;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant who mistyped a word. */
public final class DidYouMean {
  /** More typing errors than this are another word. */
  private static final int MAX_DISTANCE = 2;

  private DidYouMean() {}

  /** The nearest of the known words, if one is near enough to be meant. */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= allowed(candidate))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** A mend that names the nearest word, or all words when none is near. */
  static String mend(String word, Collection<String> known) {
    return nearest(word, known)
        .map(nearest -> "did you mean \"" + nearest + "\"?")
        .orElse(known.isEmpty() ? "" : "known here: " + listed(known));
  }

  private static int allowed(String candidate) {
    return candidate.length() < 4 ? 1 : MAX_DISTANCE;
  }

  private static String listed(Collection<String> known) {
    int shown = 20;
    String list = String.join(", ", known.stream().limit(shown).toList());
    return known.size() > shown ? list + ", ..." : list;
  }

  /** Levenshtein's distance, a swap of two neighbours counted as one step. */
  static int distance(String left, String right) {
    int[][] steps = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        int change = left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1;
        int fewest = Math.min(steps[i - 1][j - 1] + change, steps[i - 1][j] + 1);
        fewest = Math.min(fewest, steps[i][j - 1] + 1);
        if (i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1)) {
          fewest = Math.min(fewest, steps[i - 2][j - 2] + 1);
        }
        steps[i][j] = fewest;
      }
    }
    return steps[left.length()][right.length()];
  }
}
