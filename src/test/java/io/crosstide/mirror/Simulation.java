package io.crosstide.mirror;

import io.crosstide.batch.Codec;
import io.crosstide.ledger.LogIds;
import io.crosstide.topology.Guarantee;
import io.crosstide.topology.LossPolicy;
import io.crosstide.topology.StartPosition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/**
 * One seeded run: clusters, flows between them, applications, and everything that goes wrong. What
 * the truth says is checked after every event.
 */
final class Simulation {
  private static final int MAX_EVENTS = 400_000;
  private static final long SETTLE_MS = 900_000;
  private static final String TOPIC = "orders";
  private static final LossPolicy BOLD =
      new LossPolicy(
          LossPolicy.OnGap.SKIP,
          LossPolicy.OnSourceReset.CONTINUE,
          LossPolicy.OnTargetLoss.REPEAT,
          LossPolicy.OnRefused.QUARANTINE);

  final Timeline timeline;
  final FakeNetwork network;
  final Truth truth = new Truth();
  final Applications applications;
  final Map<String, FakeCluster> clusters = new LinkedHashMap<>();
  final List<SimulatedFlow> flows = new ArrayList<>();

  /** Where applications write, and in which cluster. */
  final Map<FakePartition, FakeCluster> written = new LinkedHashMap<>();

  private final int partitions;

  /** Whether logs and ledgers may lose what recovery needs. */
  final boolean ruinous;

  /** What happens beside the rest in some worlds: losses, and records that are refused. */
  final Random losses;

  final boolean lossy;
  private int events;

  Simulation(long seed) {
    this.timeline = new Timeline(seed);
    this.network = new FakeNetwork(timeline);
    this.applications = new Applications(timeline);
    this.partitions = timeline.between(1, 2);
    this.ruinous = timeline.chance(0.25);
    // Of its own, so that a seed without losses is what it was before there were any.
    this.losses = new Random(seed);
    this.lossy = !ruinous && losses.nextInt(100) < 25;
    switch (timeline.between(0, 5)) {
      case 0, 1, 2 -> oneWay();
      case 3 -> bothWays();
      case 4 -> mesh();
      default -> chain();
    }
  }

  private FakeCluster cluster(String name) {
    // The same producer ids in every cluster: they are no names outside their own.
    return clusters.computeIfAbsent(name, n -> new FakeCluster(n, 1_000, timeline, truth));
  }

  private void oneWay() {
    Optional<Codec> codec = timeline.chance(0.2) ? Optional.of(Codec.GZIP) : Optional.empty();
    boolean late = timeline.chance(0.15);
    flow(
        "a",
        "b",
        "a." + TOPIC,
        new Taking(false, late ? new StartPosition.Latest() : new StartPosition.Earliest(), codec));
    if (timeline.chance(0.12)) {
      unfenced("b");
    }
    boolean appendTime = timeline.chance(0.2);
    for (int i = 0; i < partitions; i++) {
      cluster("a").partition(TOPIC, i).logAppendTime = appendTime;
      if (lossy) {
        int one = losses.nextInt(20, 200);
        cluster("b").partition("a." + TOPIC, i).poison = number -> number % one == 0;
      }
      write("a", TOPIC);
      if (timeline.chance(0.5)) {
        write("b", "a." + TOPIC);
      }
    }
  }

  /** What a flow takes of its source. */
  private record Taking(boolean forward, StartPosition start, Optional<Codec> codec) {
    static Taking all(boolean forward) {
      return new Taking(forward, new StartPosition.Earliest(), Optional.empty());
    }
  }

  /** The cluster grants no transactional ids. */
  private void unfenced(String cluster) {
    cluster(cluster).coordinator.refusal =
        new Failure(
            Failure.Kind.REFUSED, "TRANSACTIONAL_ID_AUTHORIZATION_FAILED", "nobody may fence");
    for (SimulatedFlow flow : flows) {
      flow.store.unfenced = true;
      flow.lanes.values().forEach(lane -> lane.repeats = true);
    }
  }

  private void bothWays() {
    flow("a", "b", TOPIC, Taking.all(false));
    flow("b", "a", TOPIC, Taking.all(false));
    write("a", TOPIC);
    write("b", TOPIC);
  }

  private void mesh() {
    for (String source : List.of("a", "b", "c")) {
      for (String target : List.of("a", "b", "c")) {
        if (!source.equals(target)) {
          flow(source, target, TOPIC, Taking.all(false));
        }
      }
      write(source, TOPIC);
    }
  }

  private void chain() {
    flow("a", "b", TOPIC, Taking.all(false));
    flow("b", "c", TOPIC, Taking.all(true));
    flow("b", "a", TOPIC, Taking.all(true));
    write("a", TOPIC);
    write("b", TOPIC);
  }

  private void write(String cluster, String topic) {
    for (int i = 0; i < partitions; i++) {
      written.put(cluster(cluster).partition(topic, i), cluster(cluster));
    }
  }

  private void flow(String source, String target, String targetTopic, Taking taking) {
    String name = source + "->" + target;
    var flow = new SimulatedFlow(name, cluster(source), cluster(target), network, timeline);
    flow.ruinous = ruinous;
    // A flow's name tells where it reads: what came from the target must never go back there.
    Predicate<String> takesFrom =
        writer ->
            writer.equals(Truth.APPLICATION)
                || taking.forward() && !writer.startsWith(target + "->");
    for (int i = 0; i < partitions; i++) {
      var id = new LaneId(name, TOPIC, i);
      var at = new TargetPartition(targetTopic, i);
      var lane =
          new LaneTruth(
              id,
              cluster(source).partition(TOPIC, i),
              cluster(target).partition(at),
              truth,
              takesFrom);
      lane.beginsLate = taking.start() instanceof StartPosition.Latest;
      truth.follow(name, lane);
      var settings =
          new LaneSettings(
              at, taking.start(), taking.forward(), Guarantee.STRONGEST, taking.codec(), 1_000_000);
      lane.lossy = lossy && !lane.beginsLate;
      flow.lane(lane, settings.with(lossy ? BOLD : LossPolicy.CAUTIOUS, LogIds.UNKNOWN));
    }
    flows.add(flow);
  }

  /** Runs to the end. */
  void run() {
    flows.forEach(flow -> flow.start(timeline.chance(0.5) ? 1 : timeline.between(2, 3)));
    flows.forEach(SimulatedFlow::run);
    var chaos = new Chaos(this);
    chaos.begin();
    runUntil(chaos::over, Chaos.MAX_MS);
    chaos.heal();
    runUntil(applications::finished, SETTLE_MS);
    runUntil(() -> network.underWay() == 0, SETTLE_MS);
    flows.forEach(SimulatedFlow::touch);
    runUntil(() -> flows.stream().allMatch(SimulatedFlow::settled), SETTLE_MS);
  }

  private void runUntil(java.util.function.BooleanSupplier reached, long withinMs) {
    long deadline = timeline.nowMs() + withinMs;
    while (!reached.getAsBoolean()) {
      if (timeline.nowMs() >= deadline || events >= MAX_EVENTS) {
        throw new AssertionError("no end in sight after " + events + " events: " + describe());
      }
      step();
    }
  }

  private void step() {
    events++;
    Truth.check(timeline.step(), "nothing is to happen any more");
    flows.forEach(SimulatedFlow::run);
  }

  int events() {
    return events;
  }

  /** Records at targets, as a measure of what the run was worth. */
  int mirrored() {
    return flows.stream()
        .flatMap(flow -> flow.lanes.values().stream())
        .mapToInt(LaneTruth::count)
        .sum();
  }

  private String describe() {
    var lines = new StringBuilder();
    flows.stream()
        .filter(flow -> !flow.settled())
        .forEach(flow -> lines.append('\n').append(flow.describe()));
    return lines.toString();
  }
}
