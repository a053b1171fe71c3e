package io.crosstide.bench;

import io.crosstide.bench.report.Contenders;
import io.crosstide.bench.report.Measurement;
import io.crosstide.bench.report.Metric;
import io.crosstide.lab.LabDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Runs the contenders of one case, each in turn, and measures them. */
final class CaseRun {
  /** Warm are brokers of which one run says the same as the next, within this share. */
  static final double RESTS_WITHIN = 0.15;

  static final int MAX_WARM_UPS = 4;
  private static final Duration PROBE_WARM_UP = Duration.ofSeconds(1);
  private static final Duration PROBE_MEASURED = Duration.ofSeconds(5);

  private final Scenario scenario;
  private final Arena arena;
  private final Map<String, Contender> mirrors;
  private int run;

  /**
   * @param mirrors by their names
   */
  CaseRun(Arena arena, Map<String, Contender> mirrors) {
    this.scenario = arena.scenario();
    this.arena = arena;
    this.mirrors = Map.copyOf(mirrors);
  }

  /**
   * Fills the source and warms the brokers up, before the link gets slow.
   *
   * @return what the warm-up runs gave: MB/s of the floor and then of Crosstide, or milliseconds
   */
  List<Double> prepare() throws IOException, InterruptedException, ExecutionException {
    arena.fill();
    boolean backlog = scenario.load().records() > 0;
    List<Double> seen = warmUp(() -> backlog ? megabytes(floorSeconds()) : delays());
    if (backlog && scenario.idlePartitions() == 0) {
      // What the floor asks of brokers is not all that a mirror asks.
      seen.addAll(warmUp(this::uncounted));
    }
    arena.slow();
    return seen;
  }

  private interface WarmUp {
    double run() throws IOException, InterruptedException, ExecutionException;
  }

  private static List<Double> warmUp(WarmUp once)
      throws IOException, InterruptedException, ExecutionException {
    List<Double> seen = new ArrayList<>();
    while (seen.size() < MAX_WARM_UPS && !rests(seen)) {
      seen.add(once.run());
    }
    return seen;
  }

  /** MB/s of Crosstide, in a run that is not in the record. */
  private double uncounted() throws IOException, InterruptedException {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    mirror(mirrors.get(Contenders.CROSSTIDE), values);
    return values.getOrDefault(Metric.MB_PER_SECOND, 0.0);
  }

  /** Whether the last two agree. */
  static boolean rests(List<Double> seen) {
    if (seen.size() < 2) {
      return false;
    }
    double last = seen.getLast();
    double before = seen.get(seen.size() - 2);
    return Math.abs(last - before) <= RESTS_WITHIN * Math.max(last, before);
  }

  /** The slower broker's p99 when records go through it alone, in milliseconds. */
  private double delays() {
    double slower = 0;
    for (boolean source : new boolean[] {true, false}) {
      double[] delays = through(source, PROBE_WARM_UP, PROBE_MEASURED);
      slower = Math.max(slower, LatencyProbe.percentile(delays, 0.99));
    }
    return slower;
  }

  private double[] through(boolean source, Duration warmUp, Duration measured) {
    String topic = "direct-" + ++run;
    int partitions = scenario.load().partitions();
    (source ? arena.source() : arena.target()).createTopic(topic, partitions, Map.of());
    Place place = source ? arena.atSource(topic) : arena.atTarget(topic);
    return LatencyProbe.run(place, place, partitions, warmUp, measured);
  }

  /**
   * One contender's turn. A run that fails is a measurement with a problem, and with what was measured
   * before, not the end of the benchmark.
   */
  Measurement take(String contender, int round) throws InterruptedException {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    String problem = "";
    try {
      arena.requireAlive();
      switch (contender) {
        case Contenders.FLOOR -> floor(values);
        case Contenders.DIRECT ->
            MirrorRun.putLatencies(
                through(true, MirrorRun.LATENCY_WARM_UP, MirrorRun.LATENCY_MEASURED), values);
        default -> problem = mirror(mirrors.get(contender), values);
      }
    } catch (IOException | ExecutionException | RuntimeException e) {
      problem = problem(e);
    }
    return new Measurement(scenario.name(), contender, round, values, problem);
  }

  /** What went wrong, in words; never empty. */
  static String problem(Exception e) {
    if (e instanceof ExecutionException && e.getCause() instanceof Exception cause) {
      return problem(cause);
    }
    String message = e.getMessage();
    String cause = e.getCause() == null ? "" : " (" + e.getCause() + ")";
    return (message == null || message.isBlank() ? e.toString() : message) + cause;
  }

  private String mirror(Contender contender, Map<Metric, Double> values)
      throws IOException, InterruptedException {
    Route route = arena.route(++run);
    try (LabDirectory directory = LabDirectory.temporary("bench-" + contender.name());
        MirrorRun mirror = new MirrorRun(arena, contender, route, directory.path())) {
      try {
        return mirror.measure();
      } finally {
        values.putAll(mirror.values());
      }
    } finally {
      arena.clear(route.topics().stream().map(route::targetTopic).toList());
    }
  }

  private void floor(Map<Metric, Double> values)
      throws IOException, InterruptedException, ExecutionException {
    double seconds = floorSeconds();
    values.put(Metric.RECORDS_PER_SECOND, scenario.load().records() / seconds);
    values.put(Metric.MB_PER_SECOND, megabytes(seconds));
  }

  private double megabytes(double seconds) {
    return scenario.load().bytes() / 1e6 / seconds;
  }

  private double floorSeconds() throws IOException, InterruptedException, ExecutionException {
    String topic = "floor-" + ++run;
    int partitions = scenario.load().partitions();
    arena.target().createTopic(topic, partitions, Map.of());
    try {
      return new Floor(arena.atSource(Arena.TOPIC), arena.atTarget(topic), partitions).seconds();
    } finally {
      arena.clear(List.of(topic));
    }
  }
}
