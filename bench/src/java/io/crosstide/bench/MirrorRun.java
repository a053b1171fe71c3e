package io.crosstide.bench;

import io.crosstide.bench.report.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One mirror's run, from its start to what it left at the target. */
final class MirrorRun implements AutoCloseable {
  static final Duration LATENCY_WARM_UP = Duration.ofSeconds(6);
  static final Duration LATENCY_MEASURED = Duration.ofSeconds(15);
  static final Duration IDLE_SETTLED = Duration.ofSeconds(5);
  static final Duration IDLE_MEASURED = Duration.ofSeconds(15);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Scenario scenario;
  private final Arena arena;
  private final Route route;
  private final Path gcLog;
  private final Child child;
  private final TargetWatch watch;
  private final Map<Metric, Double> values = new EnumMap<>(Metric.class);

  /**
   * Starts the mirror.
   *
   * @param directory for what it needs and logs
   */
  MirrorRun(Arena arena, Contender contender, Route route, Path directory) throws IOException {
    this.scenario = arena.scenario();
    this.arena = arena;
    this.route = route;
    gcLog = directory.resolve("gc.log");
    child = new Child(contender.command(route, directory), directory.resolve("log"));
    watch = new TargetWatch(arena, child, LIMIT);
  }

  /** What was measured; also when the run fails, as far as it came. */
  Map<Metric, Double> values() {
    return values;
  }

  /**
   * Measures until all is copied.
   *
   * @return how the target differs from the source; empty when it does not
   */
  String measure() throws IOException {
    try {
      switch (scenario.kind()) {
        case THROUGHPUT -> throughput();
        case LATENCY -> latency();
        case CATCH_UP -> catchUp();
      }
      if (scenario.idlePartitions() > 0) {
        idle();
      }
    } finally {
      child.peakRssMb().ifPresent(megabytes -> values.put(Metric.PEAK_RSS_MB, megabytes));
    }
    return Stream.of(Arena.TOPIC, Arena.LIVE)
        .filter(route.topics()::contains)
        .map(topic -> arena.expected(topic).differences(ContentDigest.of(at(topic))))
        .filter(difference -> !difference.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private Place at(String topic) {
    return arena.atTarget(route.targetTopic(topic));
  }

  private void throughput() throws IOException {
    TargetWatch.Moment start = first(Arena.TOPIC);
    TargetWatch.Moment end = last(Arena.TOPIC, scenario.load().records());
    account(start, end);
  }

  private TargetWatch.Moment first(String topic) {
    int partitions = scenario.load().partitions();
    TargetWatch.Moment start = watch.awaitGrowth(route.targetTopic(topic), partitions);
    watch.awaitFirst(route.targetTopic(topic), partitions);
    values.put(Metric.FIRST_RECORD_SECONDS, (System.nanoTime() - child.startedNanos()) / 1e9);
    return start;
  }

  private TargetWatch.Moment last(String topic, long records) {
    return watch.awaitLast(route.targetTopic(topic), scenario.load().partitions(), records);
  }

  private void account(TargetWatch.Moment start, TargetWatch.Moment end) throws IOException {
    double seconds = (end.nanos() - start.nanos()) / 1e9;
    double share = (double) (end.endOffsets() - start.endOffsets()) / end.endOffsets();
    double records = scenario.load().records() * share;
    double gigabytes = scenario.load().bytes() * share / 1e9;
    double cpu = end.mirrorCpuSeconds() - start.mirrorCpuSeconds();
    double brokers = end.brokerCpuSeconds() - start.brokerCpuSeconds();
    values.put(Metric.RECORDS_PER_SECOND, records / seconds);
    values.put(Metric.MB_PER_SECOND, gigabytes * 1_000 / seconds);
    values.put(Metric.CPU_SECONDS_PER_GB, cpu / gigabytes);
    values.put(Metric.CPU_SECONDS_PER_MILLION, cpu / (records / 1e6));
    values.put(Metric.BROKER_CPU_SECONDS_PER_GB, brokers / gigabytes);
    double from = (start.nanos() - child.startedNanos()) / 1e9;
    double to = (end.nanos() - child.startedNanos()) / 1e9;
    // A native executable writes none.
    if (Files.exists(gcLog)) {
      values.put(Metric.ALLOCATED_MB_PER_SECOND, GcLog.allocatedMb(gcLog, from, to) / seconds);
    }
  }

  private void latency() {
    sendOne(Arena.TOPIC);
    first(Arena.TOPIC);
    last(Arena.TOPIC, arena.expected(Arena.TOPIC).records());
    putLatencies(
        LatencyProbe.run(
            arena.atSource(Arena.TOPIC),
            at(Arena.TOPIC),
            scenario.load().partitions(),
            LATENCY_WARM_UP,
            LATENCY_MEASURED),
        values);
  }

  /** Latency counts from the backlog's first record at the target until its last. */
  private void catchUp() throws IOException {
    sendOne(Arena.LIVE);
    first(Arena.LIVE);
    TargetWatch.Moment start =
        watch.awaitGrowth(route.targetTopic(Arena.TOPIC), scenario.load().partitions());
    try (LatencyProbe probe =
        new LatencyProbe(
            arena.atSource(Arena.LIVE), at(Arena.LIVE), scenario.load().partitions())) {
      TargetWatch.Moment end = last(Arena.TOPIC, scenario.load().records());
      account(start, end);
      putLatencies(probe.delays(start.nanos(), end.nanos()), values);
    }
  }

  /** A few records, from whose arrival it is seen that the mirror runs. */
  private void sendOne(String topic) {
    Load few = Load.few(scenario.load().partitions());
    new Filler(arena.atSource(topic).bootstrap(), few).fill(topic);
  }

  private void idle() {
    pause(IDLE_SETTLED);
    double before = child.cpuSeconds();
    long from = System.nanoTime();
    pause(IDLE_MEASURED);
    double seconds = (System.nanoTime() - from) / 1e9;
    values.put(Metric.IDLE_CPU_PERCENT, (child.cpuSeconds() - before) / seconds * 100);
  }

  private void pause(Duration time) {
    long until = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < until) {
      child.requireAlive();
      LockSupport.parkNanos(Math.min(until - System.nanoTime(), 100_000_000));
    }
  }

  static void putLatencies(double[] sorted, Map<Metric, Double> values) {
    values.put(Metric.LATENCY_P50_MS, LatencyProbe.percentile(sorted, 0.5));
    values.put(Metric.LATENCY_P99_MS, LatencyProbe.percentile(sorted, 0.99));
    values.put(Metric.LATENCY_P999_MS, LatencyProbe.percentile(sorted, 0.999));
  }

  @Override
  public void close() {
    watch.close();
    child.close();
  }
}
