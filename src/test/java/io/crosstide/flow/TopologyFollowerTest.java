package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.git.GitOptions;
import io.crosstide.git.LastGoodRevision;
import io.crosstide.git.Revision;
import io.crosstide.git.TopologyLocation;
import io.crosstide.git.TopologySource;
import io.crosstide.git.TopologySources;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Revisions that come, between clusters that nobody reaches. */
class TopologyFollowerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String GOOD =
      """
      clusters: {nyc: {bootstrap: "127.0.0.1:1"}, lon: {bootstrap: "127.0.0.1:2"}}
      flows: {nyc->lon: {include: [orders]}}
      """;
  private static final String BOTH =
      GOOD.replace("flows: {", "flows: {lon->nyc: {include: [orders]}, ");

  private static final String LOOP =
      """
      clusters:
        nyc: {bootstrap: "127.0.0.1:1"}
        lon: {bootstrap: "127.0.0.1:2"}
        par: {bootstrap: "127.0.0.1:3"}
      patterns:
        - active-active:
            {clusters: [nyc, lon, par], include: [orders], naming: identity, forward: true, merge: true}
      """;

  @TempDir Path dir;

  private Path file;
  private LastGoodRevision lastGood;
  private Engine engine;
  private TopologyFollower follower;

  @BeforeEach
  void begin() throws Exception {
    file = Files.writeString(dir.resolve("topology.yaml"), GOOD);
    lastGood = new LastGoodRevision(dir.resolve("cache"), file.toString());
  }

  @AfterEach
  void end() {
    follower.close();
    engine.close();
  }

  @Test
  void shouldTakeUpAndKeepAGoodRevision() throws Exception {
    follow(Optional.empty());
    String before = status().revision();

    Files.writeString(file, BOTH);

    await().atMost(PATIENCE).until(() -> flows().equals(List.of("lon->nyc", "nyc->lon")));
    await().atMost(PATIENCE).until(() -> lastGood.kept().isPresent());
    assertThat(status().revision()).isNotEqualTo(before);
    assertThat(status().changes()).contains("lon->nyc appears", "lon->nyc takes: orders");
    assertThat(lastGood.kept())
        .hasValueSatisfying(
            kept -> {
              assertThat(kept.id()).isEqualTo(status().revision());
              assertThat(kept.text()).isEqualTo(BOTH);
            });
  }

  @Test
  void shouldRefuseABadRevisionAndSayWhatIsWrong() throws Exception {
    follow(Optional.empty());
    String before = status().revision();

    Files.writeString(file, GOOD.replace("include", "inclde"));

    awaitRefusal("topology.yaml:2", "inclde");
    assertThat(status().revision()).isEqualTo(before);
    assertThat(flows()).containsExactly("nyc->lon");
    assertThat(lastGood.kept()).isEmpty();

    Files.writeString(file, GOOD);
    await().atMost(PATIENCE).until(() -> !status().refused().any());
    assertThat(status().revision()).isEqualTo(before);
  }

  /** Found only when clients are made: at the latest before those that there are get closed. */
  @Test
  void shouldRefuseCredentialsThatCannotBeRead() throws Exception {
    follow(Optional.empty());

    Path secret = Files.writeString(dir.resolve("jaas"), "hunter2");
    Files.writeString(
        file,
        GOOD.replace(
            "\"127.0.0.1:1\"",
            "\"127.0.0.1:1\", properties: {sasl.jaas.config: \"${file:" + secret + "}\"}"));

    awaitRefusal("sasl.jaas.config of cluster nyc can't be read");
    assertThat(status().refused().reason()).doesNotContain("hunter2");
    assertThat(flows()).containsExactly("nyc->lon");
  }

  @Test
  void shouldRefuseALoop() throws Exception {
    follow(Optional.empty());

    Files.writeString(file, LOOP);

    awaitRefusal("topology.yaml", "goes nyc ->");
    assertThat(flows()).containsExactly("nyc->lon");
  }

  @Test
  void shouldRefuseARevisionWithoutTheFlowThatItServes() throws Exception {
    follow(Optional.of("nyc->lon"));

    Files.writeString(file, GOOD.replace("nyc->lon", "lon->nyc"));

    awaitRefusal("it has no flow nyc->lon");
    assertThat(flows()).containsExactly("nyc->lon");
  }

  @Test
  void shouldGoOnWhileTheTopologyIsAway() throws Exception {
    follow(Optional.empty());

    Files.delete(file);
    await().atMost(PATIENCE).until(() -> status().unreadable().contains("no such file"));
    assertThat(flows()).containsExactly("nyc->lon");

    Files.writeString(file, BOTH);
    await().atMost(PATIENCE).until(() -> flows().size() == 2);
    assertThat(status().unreadable()).isEmpty();
  }

  @Test
  void shouldLookAtOnceWhenAsked() throws Exception {
    follow(Optional.empty(), Duration.ofHours(1));
    Files.writeString(file, BOTH);

    follower.refresh();
    await().atMost(PATIENCE).until(() -> status().lookedAt().isAfter(Instant.EPOCH));
    // A file is believed when it was seen twice.
    follower.refresh();

    await().atMost(PATIENCE).until(() -> flows().size() == 2);
  }

  private void follow(Optional<String> flow) throws Exception {
    follow(flow, Duration.ofMillis(100));
  }

  private void follow(Optional<String> flow, Duration interval) throws Exception {
    TopologySource source =
        TopologySources.of(
            TopologyLocation.parse(file.toString()),
            new GitOptions(
                Optional.empty(), Optional.empty(), GitOptions.DEFAULT_TIMEOUT, 1_000_000));
    Revision first = (Revision) source.newest();
    Topology topology = TopologyReader.read(first.name(), first.text()).topology().orElseThrow();
    ServedFlows served = new ServedFlows(flow);
    engine = new Engine(topology, served.of(topology), Optional.empty(), (name, latencyMs) -> {});
    engine.start();
    follower =
        new TopologyFollower(
            engine,
            new TopologyFollower.Settings(source, served, Optional.of(lastGood), interval),
            TopologyStatus.running(source.location(), first.id(), Instant.EPOCH),
            InstantSource.system(),
            new Random(1));
    follower.start();
  }

  private TopologyStatus status() {
    return follower.snapshot().revision();
  }

  private List<String> flows() {
    return follower.snapshot().flows().stream().map(FlowStatus::name).toList();
  }

  private void awaitRefusal(String... words) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(status().refused().any()).isTrue();
              assertThat(status().refused().reason()).contains(words);
            });
  }
}
