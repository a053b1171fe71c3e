package io.crosstide.flow;

import static io.crosstide.flow.TwoClusters.PATIENCE;
import static io.crosstide.flow.TwoClusters.awaitLane;
import static io.crosstide.flow.TwoClusters.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.lab.LabCluster;
import io.crosstide.status.LaneStatus;
import io.crosstide.topology.Flow;
import io.crosstide.topology.SecretSource;
import io.crosstide.topology.TopologyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Records that the source loses before they are mirrored, and topics that are created again. */
@ExtendWith(ClusterPair.class)
class GapIT {
  private final TwoClusters clusters;

  @TempDir Path dir;

  GapIT(TwoClusters clusters) {
    this.clusters = clusters;
  }

  @Test
  void shouldStopAtAGapAndSkipItWhenTold() throws Exception {
    mirrored("gone", 50);
    clusters.produce(records("gone", 50, 100));
    delete("gone", 120);

    try (Engine engine = clusters.oneWay(dir, "include: [gone]")) {
      awaitLane(
          engine,
          "gone",
          lane -> lane.state().equals("stopped") && lane.reason().contains("SOURCE_GAP"));
      assertThat(TwoClusters.lanes(engine, "nyc->lon").getFirst().losses().openGaps()).isOne();
    }
    assertThat(losses("gone"))
        .singleElement()
        .matches(loss -> loss.open() && loss.from() == 50 && loss.to() == 120);
    assertThat(values("nyc.gone")).isEqualTo(values(0, 50));

    try (Engine engine = clusters.oneWay(dir, "include: [gone]", "on-gap: skip")) {
      clusters.produce(records("gone", 150, 30));
      awaitLane(engine, "gone", GapIT::copiesAll);
      assertThat(engine.snapshot().flows().getFirst().conditions())
          .anyMatch(line -> line.contains("gap: source offsets 50 to 120"));
    }
    assertThat(values("nyc.gone"))
        .isEqualTo(Stream.of(values(0, 50), values(120, 180)).flatMap(List::stream).toList());
    assertThat(losses("gone"))
        .singleElement()
        .matches(loss -> !loss.open() && loss.kind().equals("gap") && loss.at().isPresent());
  }

  @Test
  void shouldStopWhenTheSourceTopicIsCreatedAgainAndContinueWhenTold() throws Exception {
    mirrored("again", 50);
    createAgain(clusters.nyc, "again");
    // More than the lane's position: offsets alone tell nothing.
    clusters.produce(records("again", 1_000, 80));

    try (Engine engine = clusters.oneWay(dir, "include: [again]")) {
      awaitLane(
          engine,
          "again",
          lane -> lane.state().equals("stopped") && lane.reason().contains("SOURCE_RECREATED"));
    }
    assertThat(values("nyc.again")).isEqualTo(values(0, 50));

    try (Engine engine = clusters.oneWay(dir, "include: [again]", "on-source-reset: continue")) {
      awaitLane(engine, "again", GapIT::copiesAll);
      clusters.produce(records("again", 1_080, 20));
      awaitLane(engine, "again", lane -> copiesAll(lane) && lane.position() == 100);
    }
    assertThat(values("nyc.again"))
        .isEqualTo(Stream.of(values(0, 50), values(1_000, 1_100)).flatMap(List::stream).toList());
    assertThat(losses("again")).singleElement().matches(l -> l.kind().equals("source-reset"));
  }

  @Test
  void shouldNeverMixTwoLogsWhileItCopies() throws Exception {
    clusters.nyc.createTopic("running", 1);
    clusters.produce(records("running", 0, 50));
    try (Engine engine = clusters.oneWay(dir, "include: [running]", "on-source-reset: continue")) {
      awaitLane(engine, "running", lane -> copiesAll(lane) && lane.position() == 50);

      createAgain(clusters.nyc, "running");
      clusters.produce(records("running", 1_000, 80));

      awaitLane(engine, "running", lane -> copiesAll(lane) && lane.position() == 80);
    }
    assertThat(values("nyc.running"))
        .isEqualTo(Stream.of(values(0, 50), values(1_000, 1_080)).flatMap(List::stream).toList());
  }

  @Test
  void shouldBeginAFreshTargetTopicWhenTold() throws Exception {
    mirrored("fresh", 50);
    createAgain(clusters.nyc, "fresh");
    clusters.produce(records("fresh", 1_000, 80));
    assertThat(planned("fresh").changes())
        .extracting(PlanReport.Planned::subject)
        .containsExactly("nyc.fresh.2");

    try (Engine engine = clusters.oneWay(dir, "include: [fresh]", "on-source-reset: fresh")) {
      awaitLane(
          engine, "fresh", lane -> lane.targetTopic().equals("nyc.fresh.2") && copiesAll(lane));
    }
    assertThat(planned("fresh").changes()).isEmpty();
    assertThat(planned("fresh").topics())
        .extracting(PlanReport.Topic::target)
        .containsExactly("nyc.fresh.2");
    assertThat(values("nyc.fresh")).isEqualTo(values(0, 50));
    assertThat(values("nyc.fresh.2")).isEqualTo(values(1_000, 1_080));
  }

  /** What the command plan sees. */
  private PlanReport planned(String topic) {
    String yaml =
        """
        clusters: { nyc: { bootstrap: "%s" }, lon: { bootstrap: "%s" } }
        flows: { nyc->lon: { include: [%s], on-source-reset: fresh } }
        """
            .formatted(clusters.nyc.bootstrap(), clusters.lon.bootstrap(), topic);
    Flow flow = TopologyReader.read("t.yaml", yaml).topology().orElseThrow().flows().getFirst();
    return new FlowPlanning(flow, SecretSource.ofProcess()).plan();
  }

  @Test
  void shouldFindTheFreshTargetTopicThatAnotherInstanceFills() throws Exception {
    String[] rules = {"include: [moved]", "on-source-reset: fresh"};
    try (Engine other = clusters.oneWay(Files.createTempDirectory(dir, "other"), rules)) {
      // One of the two has no lane, and read its ledgers before there were any.
      try (Engine one = clusters.oneWay(Files.createTempDirectory(dir, "one"), rules)) {
        clusters.nyc.createTopic("moved", 1);
        clusters.produce(records("moved", 0, 50));
        awaitCopied("nyc.moved", 50, one, other);
        createAgain(clusters.nyc, "moved");
        clusters.produce(records("moved", 1_000, 80));
        awaitCopied("nyc.moved.2", 80, one, other);
        createAgain(clusters.nyc, "moved");
        clusters.produce(records("moved", 2_000, 30));
        awaitCopied("nyc.moved.3", 30, one, other);
      }
      clusters.produce(records("moved", 2_030, 10));
      awaitCopied("nyc.moved.3", 40, other);
    }
    assertThat(values("nyc.moved")).isEqualTo(values(0, 50));
    assertThat(values("nyc.moved.2")).isEqualTo(values(1_000, 1_080));
    assertThat(values("nyc.moved.3")).isEqualTo(values(2_000, 2_040));
  }

  private static void awaitCopied(String target, long position, Engine... instances) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(Stream.of(instances).map(engine -> engine.snapshot().flows()))
                    .flatMap(flows -> flows.getFirst().lanes())
                    .anyMatch(
                        lane ->
                            lane.targetTopic().equals(target)
                                && copiesAll(lane)
                                && lane.position() == position));
  }

  @Test
  void shouldMirrorAgainWhatATargetTopicLost() throws Exception {
    clusters.nyc.createTopic("target", 1);
    clusters.produce(records("target", 0, 50));
    try (Engine engine = clusters.oneWay(dir, "include: [target]", "on-target-loss: repeat")) {
      awaitLane(engine, "target", lane -> copiesAll(lane) && lane.position() == 50);

      // The flow itself creates it again.
      clusters.lon.admin().deleteTopics(List.of("nyc.target")).all().get();
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(values("nyc.target")).isEqualTo(values(0, 50)));
      clusters.produce(records("target", 50, 30));

      awaitLane(engine, "target", lane -> copiesAll(lane) && lane.position() == 80);
    }
    assertThat(values("nyc.target")).isEqualTo(values(0, 80));
    assertThat(losses("target")).singleElement().matches(l -> l.kind().equals("target-loss"));
  }

  private void mirrored(String topic, int count) {
    clusters.nyc.createTopic(topic, 1);
    clusters.produce(records(topic, 0, count));
    try (Engine engine = clusters.oneWay(dir, "include: [" + topic + "]")) {
      awaitLane(engine, topic, GapIT::copiesAll);
    }
  }

  private void delete(String topic, long before) throws Exception {
    clusters
        .nyc
        .admin()
        .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(before)))
        .all()
        .get();
  }

  private static void createAgain(LabCluster cluster, String topic) throws Exception {
    cluster.admin().deleteTopics(List.of(topic)).all().get();
    await()
        .atMost(PATIENCE)
        .until(() -> !cluster.admin().listTopics().names().get().contains(topic));
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              cluster.createTopic(topic, 1);
              return true;
            });
  }

  private List<String> values(String topic) {
    return TwoClusters.values(clusters.lon, topic);
  }

  private static List<String> values(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "value " + i).toList();
  }

  private List<RecordedLoss> losses(String topic) {
    Flow flow =
        TopologyReader.read(dir.resolve("topology.yaml"))
            .topology()
            .orElseThrow()
            .flow("nyc->lon")
            .orElseThrow();
    return RecordedLoss.of(flow, SecretSource.ofProcess()).stream()
        .filter(loss -> loss.topic().equals(topic))
        .toList();
  }

  private static boolean copiesAll(LaneStatus lane) {
    return lane.state().equals("copying") && lane.lagRecords() == 0;
  }
}
