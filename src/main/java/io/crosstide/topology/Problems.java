package io.crosstide.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with one file, so that all of it is told at once. */
final class Problems {
  /**
   * A file that is wrong in more places is reported up to here; the first ones explain the rest.
   */
  static final int MAX_PROBLEMS = 200;

  private final String file;
  private final List<Problem> found = new ArrayList<>();
  private final Set<String> errorPaths = new HashSet<>();
  private int untold;

  Problems(String file) {
    this.file = file;
  }

  void error(Place place, String message, String mend) {
    add(Problem.Severity.ERROR, place, message, mend);
  }

  void warning(Place place, String message, String mend) {
    add(Problem.Severity.WARNING, place, message, mend);
  }

  /** The file itself is the problem. */
  void fileError(String message, String mend) {
    add(Problem.Severity.ERROR, new Place("", 0, 0), message, mend);
  }

  boolean hasErrors() {
    return !errorPaths.isEmpty();
  }

  /** Whether something at or beneath this path is an error. */
  boolean hasErrorWithin(String path) {
    return errorPaths.stream()
        .anyMatch(
            error ->
                error.equals(path) || error.startsWith(path + ".") || error.startsWith(path + "["));
  }

  /** In the file's order. */
  List<Problem> list() {
    List<Problem> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
    if (untold > 0) {
      sorted.add(
          new Problem(
              Problem.Severity.ERROR, file, 0, 0, "", "and " + untold + " more problems", ""));
    }
    return sorted;
  }

  private void add(Problem.Severity severity, Place place, String message, String mend) {
    if (severity == Problem.Severity.ERROR) {
      errorPaths.add(place.path());
    }
    if (found.size() >= MAX_PROBLEMS) {
      untold++;
      return;
    }
    found.add(
        new Problem(severity, file, place.line(), place.column(), place.path(), message, mend));
  }
}
