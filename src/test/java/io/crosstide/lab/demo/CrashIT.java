package io.crosstide.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.ContentCheck;
import io.crosstide.lab.ContentCheck.Origins;
import io.crosstide.lab.Differences;
import io.crosstide.lab.Headway;
import io.crosstide.lab.LabCluster;
import io.crosstide.lab.Ports;
import io.crosstide.lab.Program;
import io.crosstide.lab.Traffic;
import io.crosstide.lab.TrafficSpec;
import io.crosstide.lab.TrafficTopic;
import io.crosstide.status.FlowStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The shipped program dies by SIGKILL again and again under traffic: every record still arrives
 * exactly once and in order. {@code -Dcrash.kills=N} kills more often than the suite does, {@code
 * -Dcrash.seed=S} takes the moments of a run that failed, as nearly as a clock can.
 */
@Tag("program")
class CrashIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final int KILLS = Integer.getInteger("crash.kills", 2);
  private static final long SEED = Long.getLong("crash.seed", System.nanoTime());
  private static final int MAX_MOMENT_MS = 800;
  private static final int RECORDS_PER_SECOND = 2_000;
  private static final TrafficTopic ORDERS = new TrafficTopic("orders", 3, false);

  @TempDir Path dir;

  private final Random random = new Random(SEED);
  private LabCluster nyc;
  private LabCluster lon;

  @BeforeEach
  void start() {
    nyc = LabCluster.started("nyc");
    lon = LabCluster.started("lon");
    Traffic.createTopics(nyc.admin(), List.of(ORDERS));
    Traffic.createTopics(lon.admin(), List.of(ORDERS));
  }

  @AfterEach
  void stop() {
    nyc.close();
    lon.close();
  }

  @Test
  void shouldCopyExactlyOnceOneWay() throws Exception {
    try (Load load = new Load(nyc)) {
      crashAndCatchUp("active-standby: { active: nyc, standby: lon }", "naming: prefix", load);

      expectCopied(nyc, lon, "nyc.orders", load.written());
    }
  }

  @Test
  void shouldCopyExactlyOnceBothWaysUnderOneName() throws Exception {
    try (Load load = new Load(nyc);
        Load back = new Load(lon)) {
      crashAndCatchUp(
          "active-active: { clusters: [nyc, lon] }", "naming: identity\n  merge: true", load, back);

      // A record that came back would stand twice at its own cluster, and so make a difference.
      expectCopied(nyc, lon, "orders", load.written());
      expectCopied(lon, nyc, "orders", back.written());
    }
  }

  private void crashAndCatchUp(String pattern, String naming, Load... loads) throws Exception {
    int port = Ports.free();
    Path topology = Files.writeString(dir.resolve("topology.yaml"), yaml(pattern, naming));
    Path log = dir.resolve("mirror.log");
    try (MirrorProcess mirror = new MirrorProcess(Program.of(JAR), topology, port, log);
        StatusClient status = new StatusClient(port)) {
      for (int kill = 0; kill < KILLS; kill++) {
        mirror.start();
        // Every other time it dies while it takes its lanes over.
        boolean copying = kill % 2 == 0;
        awaitFlows(mirror, status, flow -> !copying || flow.records() > 0);
        assertThat(mirror.endsWithin(Duration.ofMillis(random.nextInt(MAX_MOMENT_MS))))
            .as("%s", mirror.lastWords())
            .isFalse();
        mirror.kill();
      }
      mirror.start();
      awaitFlows(mirror, status, flow -> flow.records() > 0);
      for (Load load : loads) {
        load.end();
      }
      Headway.awaitArrival(
          () -> status.fetch().map(CatchUp::progress).orElse(0L),
          () -> expectFlows(mirror, status, CrashIT::caughtUp));
    }
  }

  private static void awaitFlows(
      MirrorProcess mirror, StatusClient status, Predicate<FlowStatus> wanted) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .failFast(() -> assertThat(mirror.alive()).as("%s", mirror.lastWords()).isTrue())
        .untilAsserted(() -> expectFlows(mirror, status, wanted));
  }

  private static void expectFlows(
      MirrorProcess mirror, StatusClient status, Predicate<FlowStatus> wanted) {
    assertThat(status.fetch())
        .as("%s", mirror.lastWords())
        .hasValueSatisfying(found -> assertThat(found.flows()).isNotEmpty().allMatch(wanted));
  }

  private static boolean caughtUp(FlowStatus flow) {
    return flow.lanes().size() == ORDERS.partitions()
        && flow.lanes().stream()
            .allMatch(lane -> lane.state().equals("copying") && lane.lagRecords() == 0);
  }

  private static void expectCopied(LabCluster from, LabCluster to, String target, long written) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              var check = ContentCheck.between(from.bootstrap(), to.bootstrap());
              Differences found = check.check(ORDERS.name(), target, Origins.only(from.name()));
              assertThat(found.none()).as("-Dcrash.seed=%d: %s", SEED, found).isTrue();
              assertThat(found.matched()).as("-Dcrash.seed=%d", SEED).isEqualTo(written);
            });
  }

  private String yaml(String pattern, String naming) {
    return """
    clusters:
      nyc: { bootstrap: "%s" }
      lon: { bootstrap: "%s" }
    defaults:
      include: [orders]
      topic-refresh: 500ms
      heartbeats: never
      %s
    patterns:
      - %s
    """
        .formatted(nyc.bootstrap(), lon.bootstrap(), naming, pattern);
  }

  /** What a cluster's applications write until they are told to end. */
  private static final class Load implements AutoCloseable {
    private final Traffic traffic;
    private final CompletableFuture<Void> running;

    Load(LabCluster cluster) {
      traffic =
          new Traffic(
              cluster.bootstrap(),
              new TrafficSpec(
                  cluster.name(), List.of(ORDERS), SEED, TrafficSpec.ENDLESS, RECORDS_PER_SECOND));
      running = CompletableFuture.runAsync(traffic::run, task -> Thread.ofPlatform().start(task));
    }

    /** Returns when all is acknowledged. */
    void end() throws Exception {
      traffic.stop();
      running.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    long written() {
      return traffic.visible();
    }

    @Override
    public void close() {
      traffic.close();
    }
  }
}
