package io.crosstide.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Runs of one contender in one case that failed in the same way.
 *
 * @param rounds in which, in the order they were taken
 * @param problem on one line
 */
record Failure(String scenario, String contender, List<Integer> rounds, String problem) {
  Failure {
    rounds = List.copyOf(rounds);
  }

  static List<Failure> of(Summary summary) {
    Map<Failure, List<Integer>> rounds = new LinkedHashMap<>();
    for (Measurement one : summary.failures()) {
      Failure same =
          new Failure(one.scenario(), one.contender(), List.of(), oneLine(one.problem()));
      rounds.computeIfAbsent(same, key -> new ArrayList<>()).add(one.round());
    }
    return rounds.entrySet().stream().map(entry -> entry.getKey().in(entry.getValue())).toList();
  }

  /** {@code round 2} or {@code rounds 1, 3}. */
  String roundsText() {
    String numbers = rounds.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return (rounds.size() == 1 ? "round " : "rounds ") + numbers;
  }

  private Failure in(List<Integer> roundsOfAll) {
    return new Failure(scenario, contender, roundsOfAll, problem);
  }

  private static String oneLine(String problem) {
    return problem.strip().replaceAll("\\s+", " ");
  }
}
