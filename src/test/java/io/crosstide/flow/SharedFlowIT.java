package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.expectEqual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.FaultProxy;
import io.crosstide.lab.LabCluster;
import io.crosstide.lab.Ports;
import io.crosstide.status.FlowStatus;
import io.crosstide.status.LaneStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several instances of one flow share its lanes, under both group protocols. */
class SharedFlowIT {
  private static final int PARTITIONS = 8;

  /** How much longer than its source a lane may be silent that stays while others move. */
  private static final long GAP_MS = 100;

  private static final Logger LOG = Logger.getLogger(SharedFlowIT.class);
  private static LabCluster nyc;
  private static LabCluster lon;
  private static FaultProxy far;

  @TempDir Path dir;

  @BeforeAll
  static void start() {
    int port = Ports.free();
    far = FaultProxy.before(port);
    nyc = LabCluster.started("nyc");
    lon =
        LabCluster.named("lon")
            .listener("NEAR", "PLAINTEXT")
            .listener("FAR", "PLAINTEXT", port, far.port())
            .property("group.consumer.min.session.timeout.ms", "6000")
            .property("group.consumer.session.timeout.ms", "10000")
            .quickGroups()
            .start();
  }

  @AfterAll
  static void stop() {
    far.close();
    nyc.close();
    lon.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"consumer", "classic"})
  void shouldShareLanesAmongInstancesThatComeAndGo(String protocol) throws Exception {
    String topic = "orders-" + protocol;
    nyc.createTopic(topic, PARTITIONS);
    try (var writer = new SteadyWriter(nyc.bootstrap(), topic, PARTITIONS);
        var watch = new ArrivalWatch(lon.bootstrap("NEAR"), "nyc." + topic, PARTITIONS);
        var origin = new ArrivalWatch(nyc.bootstrap(), topic, PARTITIONS);
        Engine first = engine(topic, protocol, "NEAR")) {
      awaitLanes(PARTITIONS, first);
      watch.start();
      origin.start();
      Map<Integer, List<Integer>> epochs = watch.epochs();
      try (Engine second = engine(topic, protocol, "FAR")) {
        awaitLanes(PARTITIONS, first, second);
        try (Engine third = engine(topic, protocol, "NEAR")) {
          awaitLanes(PARTITIONS, first, second, third);
          Set<Integer> stayed = partitions(first);
          LOG.infof(
              "%s: longest silence, ms, of lanes that stayed %s, of those that moved %s, at the source %s",
              protocol, watch.gaps(stayed), watch.gapsBut(stayed), origin.gapsBut(Set.of()));
          Map<Integer, Long> source = origin.gaps(stayed);
          assertThat(watch.gaps(stayed))
              .allSatisfy((lane, gap) -> assertThat(gap - source.get(lane)).isLessThan(GAP_MS));
          Map<Integer, List<Integer>> now = watch.epochs();
          assertThat(stayed).allMatch(lane -> now.get(lane).equals(epochs.get(lane)));
          assertThat(now).isNotEqualTo(epochs);

          nyc.admin().createPartitions(Map.of(topic, NewPartitions.increaseTo(12))).all().get();
          awaitLanes(12, first, second, third);
        }
        awaitLanes(12, first, second);

        far.blackhole(true);
        awaitLanes(12, first);
        long before = flow(first).records();
        await().atMost(PATIENCE).until(() -> flow(first).records() > before + 1_000);
        far.heal();
        awaitLanes(12, first, second);
      }
      awaitLanes(12, first);
      long acknowledged = writer.stop();

      long stored = stored(topic);
      assertThat(stored).isGreaterThanOrEqualTo(acknowledged);
      expectEqual(nyc, topic, lon, "nyc." + topic, stored);
    }
  }

  @Test
  void shouldCompareConfigsOnOneInstanceAndOnTheNextWhenThatIsGone() throws Exception {
    nyc.createTopic("compared", PARTITIONS);
    Deque<Engine> engines = new ArrayDeque<>();
    try {
      engines.add(engine("compared", "consumer", "NEAR"));
      engines.add(engine("compared", "consumer", "NEAR"));
      awaitLanes(PARTITIONS, engines.getFirst(), engines.getLast());
      if (comparing(engines) == engines.getFirst()) {
        engines.addLast(engines.removeFirst());
      }
      Engine idle = engines.getFirst();
      long before = flow(idle).sync().checkedAtMs();
      comparing(engines);
      assertThat(flow(idle).sync().checkedAtMs()).isEqualTo(before);

      engines.removeLast().close();

      assertThat(comparing(engines)).isSameAs(idle);
    } finally {
      engines.forEach(Engine::close);
    }
  }

  /** The first that compares again and again from now on. */
  private static Engine comparing(Collection<Engine> engines) {
    long since = engines.iterator().next().snapshot().takenAt().toEpochMilli();
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                engines.stream()
                    .filter(engine -> flow(engine).sync().checkedAtMs() > since + 3_000)
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static long stored(String topic) throws Exception {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
    return nyc.admin().listOffsets(ends).all().get().values().stream()
        .mapToLong(end -> end.offset())
        .sum();
  }

  private Engine engine(String topic, String protocol, String listener) throws Exception {
    Path own = Files.createTempDirectory(dir, "engine");
    return TwoClusters.engine(
        own,
        """
        clusters:
          nyc: { bootstrap: "%s" }
          lon:
            bootstrap: "%s"
            consumer: { group.protocol: "%s", session.timeout.ms: "10000" }
        defaults:
          topic-refresh: 500ms
          heartbeats: never
          sync-refresh: 1s
          include: [%s]
        patterns:
          - active-standby: { active: nyc, standby: lon }
        """
            .formatted(nyc.bootstrap(), lon.bootstrap(listener), protocol, topic));
  }

  /** Waits until each lane copies on one instance, and each instance has its share. */
  private static void awaitLanes(int lanes, Engine... engines) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var all = new TreeSet<Integer>();
              for (Engine engine : engines) {
                Set<Integer> mine = partitions(engine);
                assertThat(mine)
                    .as("%s", flow(engine))
                    .hasSizeBetween(
                        lanes / engines.length, (lanes + engines.length - 1) / engines.length);
                all.addAll(mine);
              }
              assertThat(all).hasSize(lanes);
            });
  }

  private static Set<Integer> partitions(Engine engine) {
    return flow(engine).lanes().stream()
        .filter(lane -> lane.state().equals("copying"))
        .map(LaneStatus::partition)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static FlowStatus flow(Engine engine) {
    return engine.snapshot().flows().getFirst();
  }
}
