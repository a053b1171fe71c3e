package io.crosstide.bench.report;

import io.crosstide.bench.report.BenchRun.Scene;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A run reduced to medians, spreads and ratios of medians. Runs that failed count with what they
 * measured, because leaving them out would flatter whoever fails; every report marks them. A value
 * that is not a finite number counts as not measured.
 */
public final class Summary {
  /** Where cases stand that were measured but that the run does not describe. */
  private static final String NO_GROUP = "Other";

  private final BenchRun run;
  private final Map<String, Scene> cases = new LinkedHashMap<>();
  private final Map<String, Map<String, List<Measurement>>> measured = new LinkedHashMap<>();

  private Summary(BenchRun run) {
    this.run = run;
    run.scenarios().forEach(scene -> cases.put(scene.name(), scene));
    for (Measurement one : run.measurements()) {
      cases.computeIfAbsent(one.scenario(), name -> new Scene(name, name, NO_GROUP));
      measured
          .computeIfAbsent(one.scenario(), name -> new TreeMap<>(Contenders.IN_ORDER))
          .computeIfAbsent(one.contender(), name -> new ArrayList<>())
          .add(one);
    }
  }

  public static Summary of(BenchRun run) {
    return new Summary(run);
  }

  public BenchRun run() {
    return run;
  }

  /** In the order they ran. */
  public List<Scene> cases() {
    return List.copyOf(cases.values());
  }

  /** The cases by their group, both in the order they ran. */
  public Map<String, List<Scene>> groups() {
    Map<String, List<Scene>> groups = new LinkedHashMap<>();
    cases
        .values()
        .forEach(
            scene -> groups.computeIfAbsent(scene.group(), name -> new ArrayList<>()).add(scene));
    return groups;
  }

  /** Who ran at all. */
  public List<String> contenders() {
    TreeSet<String> all = new TreeSet<>(Contenders.IN_ORDER);
    measured.values().forEach(inCase -> all.addAll(inCase.keySet()));
    return List.copyOf(all);
  }

  /** Who ran in this case. */
  public List<String> contenders(String scenario) {
    return List.copyOf(inCase(scenario).keySet());
  }

  /** Empty when this contender has no such value in this case. */
  public Optional<Spread> spread(String scenario, String contender, Metric metric) {
    List<Double> values =
        runs(scenario, contender)
            .map(one -> one.values().get(metric))
            .filter(value -> value != null && Double.isFinite(value))
            .toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(new Spread(values));
  }

  public OptionalDouble median(String scenario, String contender, Metric metric) {
    return spread(scenario, contender, metric)
        .map(spread -> OptionalDouble.of(spread.median()))
        .orElse(OptionalDouble.empty());
  }

  /** One median over the other's; empty when either is missing or the other is zero. */
  public OptionalDouble ratio(String scenario, Metric metric, String contender, String other) {
    OptionalDouble above = median(scenario, contender, metric);
    OptionalDouble below = median(scenario, other, metric);
    return above.isPresent() && below.isPresent() && below.getAsDouble() != 0
        ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
        : OptionalDouble.empty();
  }

  public Outcome outcome(String scenario, String contender) {
    List<Measurement> runs = runs(scenario, contender).toList();
    long failed = runs.stream().filter(one -> !one.contentEqual()).count();
    return new Outcome(runs.size(), (int) failed);
  }

  /** Runs with a problem, in the order they were taken. */
  public List<Measurement> failures() {
    return run.measurements().stream().filter(one -> !one.contentEqual()).toList();
  }

  /** Whether every case ran, and every run came to its end with equal content. */
  public boolean allWell() {
    return failures().isEmpty() && notMeasured().isEmpty();
  }

  /** Cases that were to run and in which nobody did. */
  public List<Scene> notMeasured() {
    return cases.values().stream().filter(scene -> inCase(scene.name()).isEmpty()).toList();
  }

  /** How many rounds the case had, whoever ran in them. */
  public int rounds(String scenario) {
    return (int)
        inCase(scenario).values().stream()
            .flatMap(Collection::stream)
            .mapToInt(Measurement::round)
            .distinct()
            .count();
  }

  /** The rounds of the case that had most. */
  public int rounds() {
    return measured.keySet().stream().mapToInt(this::rounds).max().orElse(0);
  }

  /** {@code 3 rounds}, or {@code up to 3 rounds} when somebody had fewer somewhere. */
  public String roundsText() {
    int most = rounds();
    boolean even =
        measured.values().stream()
            .flatMap(inCase -> inCase.values().stream())
            .allMatch(runs -> runs.size() == most);
    return (even ? "" : "up to ") + most + (most == 1 ? " round" : " rounds");
  }

  private Stream<Measurement> runs(String scenario, String contender) {
    return inCase(scenario).getOrDefault(contender, List.of()).stream();
  }

  private Map<String, List<Measurement>> inCase(String scenario) {
    return measured.getOrDefault(scenario, Map.of());
  }

  /**
   * How a contender's runs of a case ended.
   *
   * @param runs how many there were
   * @param failed how many of them had a problem
   */
  public record Outcome(int runs, int failed) {
    /** False without a run: what was not seen is not equal. */
    public boolean contentEqual() {
      return runs > 0 && failed == 0;
    }
  }
}
