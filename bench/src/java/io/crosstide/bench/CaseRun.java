package io.crosstide.bench;

import io.crosstide.bench.report.Contenders;
import io.crosstide.bench.report.Measurement;
import io.crosstide.bench.report.Metric;
import io.crosstide.lab.LabDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Runs the contenders of one case, each in turn, and measures them. */
final class CaseRun {
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int LATENCY_RECORDS_PER_SECOND = 1_000;
  private static final Duration LATENCY_WARM_UP = Duration.ofSeconds(8);
  private static final Duration LATENCY_MEASURED = Duration.ofSeconds(15);

  private final Scenario scenario;
  private final Arena arena;
  private ContentDigest expected;
  private int run;

  CaseRun(Scenario scenario, Arena arena) {
    this.scenario = scenario;
    this.arena = arena;
  }

  /** Fills the source, and warms the brokers up with the floor's run. */
  void prepare() throws IOException, InterruptedException, ExecutionException {
    arena.fill(scenario);
    expected = ContentDigest.of(arena.source().bootstrap(), Arena.TOPIC);
    if (scenario.contenders().contains(Contenders.FLOOR)) {
      floorSeconds();
    }
    arena.slow(scenario.link());
  }

  Measurement floor(int round) throws IOException, InterruptedException, ExecutionException {
    double seconds = floorSeconds();
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.RECORDS_PER_SECOND, scenario.load().records() / seconds);
    values.put(Metric.MB_PER_SECOND, scenario.load().bytes() / 1e6 / seconds);
    return new Measurement(scenario.name(), Contenders.FLOOR, round, values, "");
  }

  private double floorSeconds() throws IOException, InterruptedException, ExecutionException {
    Route route = arena.route(scenario, ++run);
    int partitions = scenario.load().partitions();
    arena.target().createTopic(route.targetTopic(Arena.TOPIC), partitions, Map.of());
    try {
      return new Floor(route, partitions).seconds();
    } finally {
      arena.clear(route);
    }
  }

  Measurement direct(int round) {
    String bootstrap = arena.source().bootstrap();
    LatencyProbe probe = probe(bootstrap, bootstrap);
    double[] delays = probe.run(Arena.TOPIC, Arena.TOPIC, LATENCY_WARM_UP, LATENCY_MEASURED);
    return new Measurement(scenario.name(), Contenders.DIRECT, round, latencies(delays), "");
  }

  /** A run that fails is a measurement with a problem, not the end of the benchmark. */
  Measurement of(Contender contender, int round) throws IOException, InterruptedException {
    Route route = arena.route(scenario, ++run);
    try (LabDirectory directory = LabDirectory.temporary("bench-" + contender.name())) {
      return measure(contender, round, route, directory.path());
    } catch (IllegalStateException e) {
      return new Measurement(
          scenario.name(), contender.name(), round, Map.of(), String.valueOf(e.getMessage()));
    } finally {
      arena.clear(route);
    }
  }

  private Measurement measure(Contender contender, int round, Route route, Path directory)
      throws IOException {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    try (Child child = new Child(contender.command(route, directory), directory.resolve("log"));
        TargetWatch watch =
            new TargetWatch(route.targetBootstrap(), child, arena::brokerCpuSeconds, LIMIT)) {
      String topic = route.targetTopic(Arena.TOPIC);
      String problem =
          switch (scenario.kind()) {
            case THROUGHPUT -> throughput(child, watch, topic, directory, values);
            case LATENCY -> latency(child, watch, route, values);
          };
      child.peakRssMb().ifPresent(megabytes -> values.put(Metric.PEAK_RSS_MB, megabytes));
      return new Measurement(scenario.name(), contender.name(), round, values, problem);
    }
  }

  private String throughput(
      Child child, TargetWatch watch, String topic, Path directory, Map<Metric, Double> values)
      throws IOException {
    Load load = scenario.load();
    TargetWatch.Moment start = watch.awaitGrowth(topic, load.partitions());
    watch.awaitFirst(topic, load.partitions());
    values.put(Metric.FIRST_RECORD_SECONDS, (System.nanoTime() - child.startedNanos()) / 1e9);
    TargetWatch.Moment end = watch.awaitLast(topic, load.partitions(), load.records());
    double seconds = (end.nanos() - start.nanos()) / 1e9;
    double share = (double) (end.endOffsets() - start.endOffsets()) / end.endOffsets();
    double records = load.records() * share;
    double gigabytes = load.bytes() * share / 1e9;
    double cpu = end.mirrorCpuSeconds() - start.mirrorCpuSeconds();
    double brokers = end.brokerCpuSeconds() - start.brokerCpuSeconds();
    values.put(Metric.RECORDS_PER_SECOND, records / seconds);
    values.put(Metric.MB_PER_SECOND, gigabytes * 1_000 / seconds);
    values.put(Metric.CPU_SECONDS_PER_GB, cpu / gigabytes);
    values.put(Metric.CPU_SECONDS_PER_MILLION, cpu / (records / 1e6));
    values.put(Metric.BROKER_CPU_SECONDS_PER_GB, brokers / gigabytes);
    double from = (start.nanos() - child.startedNanos()) / 1e9;
    double to = (end.nanos() - child.startedNanos()) / 1e9;
    values.put(
        Metric.ALLOCATED_MB_PER_SECOND,
        GcLog.allocatedMb(directory.resolve("gc.log"), from, to) / seconds);
    ContentDigest found = ContentDigest.of(arena.target().bootstrap(), topic);
    return expected.differences(found);
  }

  private String latency(
      Child child, TargetWatch watch, Route route, Map<Metric, Double> values) {
    // Earlier runs have left records, which the mirror copies first: that it does shows that it runs.
    String topic = route.targetTopic(Arena.TOPIC);
    LatencyProbe warm = probe(route.sourceBootstrap(), route.sourceBootstrap());
    warm.run(Arena.TOPIC, Arena.TOPIC, Duration.ZERO, Duration.ofMillis(100));
    watch.awaitGrowth(topic, scenario.load().partitions());
    watch.awaitFirst(topic, scenario.load().partitions());
    values.put(Metric.FIRST_RECORD_SECONDS, (System.nanoTime() - child.startedNanos()) / 1e9);
    double[] delays =
        probe(route.sourceBootstrap(), route.targetBootstrap())
            .run(Arena.TOPIC, topic, LATENCY_WARM_UP, LATENCY_MEASURED);
    values.putAll(latencies(delays));
    return ContentDigest.of(route.sourceBootstrap(), Arena.TOPIC)
        .differences(ContentDigest.of(route.targetBootstrap(), topic));
  }

  private LatencyProbe probe(String from, String to) {
    return new LatencyProbe(
        from, to, scenario.load().partitions(), LATENCY_RECORDS_PER_SECOND);
  }

  private static Map<Metric, Double> latencies(double[] sorted) {
    Map<Metric, Double> values = new EnumMap<>(Metric.class);
    values.put(Metric.LATENCY_P50_MS, LatencyProbe.percentile(sorted, 0.5));
    values.put(Metric.LATENCY_P99_MS, LatencyProbe.percentile(sorted, 0.99));
    values.put(Metric.LATENCY_P999_MS, LatencyProbe.percentile(sorted, 0.999));
    return values;
  }
}
