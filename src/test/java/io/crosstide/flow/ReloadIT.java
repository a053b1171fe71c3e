package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.git.GitOptions;
import io.crosstide.git.Revision;
import io.crosstide.git.TestRepository;
import io.crosstide.git.TopologyLocation;
import io.crosstide.git.TopologySource;
import io.crosstide.git.TopologySources;
import io.crosstide.lab.Ports;
import io.crosstide.status.FlowStatus;
import io.crosstide.status.TopologyStatus;
import io.crosstide.topology.Topology;
import io.crosstide.topology.TopologyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Flows between real brokers that go over to newer revisions of their topology under traffic. */
@ExtendWith(ClusterPair.class)
class ReloadIT {
  /** Far above what a lane needs between two batches here, far below what opening anew takes. */
  private static final Duration NO_GAP = Duration.ofMillis(1_500);

  private final TwoClusters clusters;

  @TempDir Path dir;

  ReloadIT(TwoClusters clusters) {
    this.clusters = clusters;
  }

  @Test
  void shouldGoOnWithoutAGapWhereNothingChanged() throws Exception {
    clusters.nyc.createTopic("steady", 1);
    clusters.nyc.createTopic("other", 1);
    try (var repository = new TestRepository(dir.resolve("repository"));
        var lane = new SteadyLane(clusters.nyc, "steady", clusters.lon, "nyc.steady")) {
      commit(repository, "include: [steady]");
      try (Followed followed = follow(repository)) {
        lane.awaitMore(200);
        long begun = System.nanoTime();

        String wider =
            commit(
                repository,
                "include: [steady, other]",
                "topics: [{match: other, bytes-per-second: 1MB}]");
        followed.awaitRunning(wider);
        assertThat(followed.status().changes())
            .contains("nyc->lon takes: other")
            .anyMatch(change -> change.startsWith("nyc->lon create topic nyc.other, 1 partitions"));
        TwoClusters.awaitLane(followed.engine, "other", one -> one.state().equals("copying"));
        lane.awaitMore(200);
        String broken = commit(repository, "inclde: [steady]");
        followed.awaitRefused(broken, "inclde");
        lane.awaitMore(200);
        String narrower =
            commit(repository, "include: [steady]", "limits: {bytes-per-second: 50MB}");
        followed.awaitRunning(narrower);
        await()
            .atMost(PATIENCE)
            .until(() -> TwoClusters.lanes(followed.engine, "nyc->lon").size() == 1);
        lane.awaitMore(200);

        Duration gap = lane.longestGapSince(begun);
        System.out.println("longest gap of an untouched lane over three revisions: " + gap);
        assertThat(gap).isLessThan(NO_GAP);
        assertThat(lane.markers()).as("take-overs").isEqualTo(1);
        lane.expectAll();
      }
    }
  }

  @Test
  void shouldOpenAFlowAnewWhenItsConnectionsChange() throws Exception {
    clusters.nyc.createTopic("reopened", 1);
    Path rack = Files.writeString(dir.resolve("rack"), "a\n");
    String secret = "source: {consumer: {client.rack: \"${file:" + rack + "}\"}}";
    try (var repository = new TestRepository(dir.resolve("repository"));
        var lane = new SteadyLane(clusters.nyc, "reopened", clusters.lon, "nyc.reopened")) {
      commit(repository, "include: [reopened]");
      try (Followed followed = follow(repository)) {
        lane.awaitMore(200);
        long begun = System.nanoTime();
        followed.awaitRunning(commit(repository, "include: [reopened]", secret));
        await().atMost(PATIENCE).until(() -> lane.markers() == 2);
        lane.awaitMore(200);
        System.out.println("gap of a flow that is opened anew: " + lane.longestGapSince(begun));

        Files.writeString(rack, "b\n");
        await().atMost(PATIENCE).until(() -> lane.markers() == 3);
        lane.awaitMore(200);

        Files.delete(rack);
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(followed.flow().conditions())
                        .anyMatch(c -> c.contains("goes on with the secrets it has")));
        lane.awaitMore(200);
        assertThat(lane.markers()).isEqualTo(3);
        lane.expectAll();
      }
    }
  }

  @Test
  void shouldBeginLanesAnewWhenTheyAreToDecideOtherwise() throws Exception {
    clusters.nyc.createTopic("forwarded", 1);
    try (var repository = new TestRepository(dir.resolve("repository"));
        var lane = new SteadyLane(clusters.nyc, "forwarded", clusters.lon, "nyc.forwarded")) {
      commit(repository, "include: [forwarded]");
      try (Followed followed = follow(repository)) {
        lane.awaitMore(200);

        followed.awaitRunning(commit(repository, "include: [forwarded]", "forward: true"));

        await().atMost(PATIENCE).until(() -> lane.markers() == 2);
        followed.awaitRunning(
            commit(repository, "include: [forwarded]", "forward: true", "delivery: exactly-once"));
        await().atMost(PATIENCE).until(() -> lane.markers() == 3);
        lane.awaitMore(200);
        lane.expectAll();
      }
    }
  }

  @Test
  void shouldRefuseARevisionThatWouldCutAFlowOff() throws Exception {
    clusters.nyc.createTopic("reached", 1);
    try (var repository = new TestRepository(dir.resolve("repository"));
        var lane = new SteadyLane(clusters.nyc, "reached", clusters.lon, "nyc.reached")) {
      String good = commit(repository, "include: [reached]");
      try (Followed followed = follow(repository)) {
        lane.awaitMore(200);
        String nowhere = yaml("127.0.0.1:" + Ports.free(), "nyc->lon", "include: [reached]");
        String commit = repository.commit("topology.yaml", nowhere);

        followed.awaitRefused(commit, "nyc->lon: it reaches lon now, and would not");
        assertThat(followed.status().revision()).isEqualTo(good);
        lane.awaitMore(200);
        assertThat(lane.markers()).isEqualTo(1);
        lane.expectAll();
      }
    }
  }

  /** The text alone does not show it: the other name of a broker is another name. */
  @Test
  void shouldRefuseARevisionThatMakesItsClustersOne() throws Exception {
    clusters.nyc.createTopic("held", 1);
    try (var repository = new TestRepository(dir.resolve("repository"));
        var lane = new SteadyLane(clusters.nyc, "held", clusters.lon, "nyc.held")) {
      String good = commit(repository, "include: [held]");
      try (Followed followed = follow(repository)) {
        lane.awaitMore(200);
        long begun = System.nanoTime();
        String another = clusters.nyc.bootstrap().replace("127.0.0.1", "localhost");
        String commit =
            repository.commit("topology.yaml", yaml(another, "nyc->lon", "include: [held]"));

        followed.awaitRefused(commit, "nyc and lon are the same cluster");
        assertThat(followed.status().revision()).isEqualTo(good);
        lane.awaitMore(200);
        assertThat(lane.longestGapSince(begun)).isLessThan(NO_GAP);
        assertThat(lane.markers()).isEqualTo(1);
        lane.expectAll();
      }
    }
  }

  @Test
  void shouldBeginAndEndFlowsAsTheyComeAndGo() throws Exception {
    clusters.nyc.createTopic("going", 1);
    clusters.lon.createTopic("coming", 1);
    try (var repository = new TestRepository(dir.resolve("repository"))) {
      commit(repository, "include: [going]");
      try (Followed followed = follow(repository)) {
        assertThat(followed.flows()).isEqualTo("nyc->lon");

        String other = yaml(clusters.lon.bootstrap(), "lon->nyc", "include: [coming]");
        followed.awaitRunning(repository.commit("topology.yaml", other));

        assertThat(followed.flows()).isEqualTo("lon->nyc");
        await()
            .atMost(PATIENCE)
            .until(() -> followed.flow().lanesByState().getOrDefault("copying", 0) == 1);
      }
    }
  }

  private String commit(TestRepository repository, String... lines) {
    return repository.commit("topology.yaml", yaml(clusters.lon.bootstrap(), "nyc->lon", lines));
  }

  private String yaml(String lon, String flow, String... lines) {
    return """
    clusters:
      nyc: { bootstrap: "%s" }
      lon: { bootstrap: "%s" }
    defaults:
      topic-refresh: 500ms
      heartbeats: never
    flows:
      %s:
        %s
    """
        .formatted(clusters.nyc.bootstrap(), lon, flow, String.join("\n    ", lines));
  }

  private static Followed follow(TestRepository repository) throws Exception {
    TopologySource source =
        TopologySources.of(
            TopologyLocation.parse(repository.location()),
            new GitOptions(Optional.empty(), Optional.empty(), Duration.ofSeconds(20), 1_000_000));
    Revision first = (Revision) source.newest();
    Topology topology = TopologyReader.read(first.name(), first.text()).topology().orElseThrow();
    Engine engine =
        new Engine(topology, topology.flows(), Optional.empty(), (flow, latencyMs) -> {});
    engine.start();
    var settings =
        new TopologyFollower.Settings(
            source, new ServedFlows(Optional.empty()), Optional.empty(), Duration.ofMillis(200));
    var begun = TopologyStatus.running(source.location(), first.id(), Instant.now());
    var follower =
        new TopologyFollower(engine, settings, begun, InstantSource.system(), new Random(1));
    follower.start();
    return new Followed(engine, follower);
  }

  private record Followed(Engine engine, TopologyFollower follower) implements AutoCloseable {
    TopologyStatus status() {
      return follower.snapshot().revision();
    }

    FlowStatus flow() {
      return follower.snapshot().flows().getFirst();
    }

    String flows() {
      List<FlowStatus> flows = follower.snapshot().flows();
      return flows.stream().map(FlowStatus::name).collect(Collectors.joining(" "));
    }

    void awaitRunning(String revision) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(() -> assertThat(status().revision()).isEqualTo(revision));
    }

    void awaitRefused(String revision, String words) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(status().refused())
                      .satisfies(
                          refused -> {
                            assertThat(refused.revision()).isEqualTo(revision);
                            assertThat(refused.reason()).contains(words);
                          }));
    }

    @Override
    public void close() {
      follower.close();
      engine.close();
    }
  }
}
