package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.mirror.Pace;
import io.crosstide.mirror.TargetPartition;
import io.crosstide.reconcile.ObservedCluster;
import io.crosstide.reconcile.ObservedTopic;
import io.crosstide.reconcile.WantedLane;
import io.crosstide.topology.Flow;
import io.crosstide.topology.StartPosition;
import io.crosstide.topology.TopicPlan;
import io.crosstide.topology.TopologyReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which lanes run when a flow gets other settings. */
class WantedLanesTest {
  private static final Flow ONE = flow("include: [one], start: latest");
  private static final Flow BOTH = flow("include: [one, two], start: latest");

  private final WantedLanes lanes = new WantedLanes(OptionalLong.empty());

  @Test
  void shouldEndLanesOfATopicThatIsGivenUpAtOnce() {
    look(BOTH, "one", "two");
    assertThat(topics(next(BOTH, "one", "two"))).containsExactlyInAnyOrder("one", "two");

    lanes.retune(BOTH, ONE);
    look(ONE, "one");

    assertThat(topics(next(ONE, "one"))).containsExactly("one");
  }

  @Test
  void shouldKeepLanesOfATopicThatIsMissingForAWhile() {
    look(BOTH, "one", "two");
    next(BOTH, "one", "two");

    assertThat(topics(next(BOTH, "one"))).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void shouldBeginATopicTakenUpLaterWhereItIsThen() {
    look(ONE, "one");
    next(ONE, "one");

    lanes.retune(ONE, BOTH);
    look(BOTH, "one", "two");

    assertThat(start(next(BOTH, "one", "two"), "two")).isEqualTo(new StartPosition.Latest());
  }

  @Test
  void shouldBeginATopicBornLaterAtItsBeginningWhateverWasRetuned() {
    look(BOTH, "one");
    lanes.retune(ONE, BOTH);
    look(BOTH, "one");

    look(BOTH, "one", "two");

    assertThat(start(next(BOTH, "one", "two"), "two")).isEqualTo(new StartPosition.Earliest());
  }

  @Test
  void shouldChangeTheLimitOfLanesThatRun() {
    look(ONE, "one");
    next(ONE, "one");
    Pace pace = lanes.paces().get("one");

    Flow limited =
        flow(
            "include: [one], start: latest, topics: [{match: one, bytes-per-second: 10MB}],"
                + " limits: {bytes-per-second: 20MB}");
    lanes.retune(ONE, limited);
    look(limited, "one");
    next(limited, "one");

    assertThat(lanes.paces().get("one")).isSameAs(pace);
    assertThat(pace).hasToString("at most 20000000 and 10000000 bytes per second");
  }

  private void look(Flow flow, String... topics) {
    Map<String, ObservedTopic> observed = new HashMap<>();
    Stream.of(topics)
        .filter(topic -> flow.plan(topic).isPresent())
        .forEach(topic -> observed.put(topic, new ObservedTopic(topic, "id", 1, Map.of())));
    lanes.look(new ObservedCluster("c", 1, observed, Set.of()));
  }

  private Map<LaneId, LaneSettings> next(Flow flow, String... topics) {
    List<WantedLane> present = Stream.of(topics).map(topic -> lane(flow, topic)).toList();
    return lanes.next(present, topic -> false);
  }

  private static WantedLane lane(Flow flow, String topic) {
    TopicPlan plan = flow.plan(topic).orElseThrow();
    var settings =
        new LaneSettings(
            new TargetPartition(plan.targetTopic(), 0),
            plan.start(),
            flow.forward(),
            flow.delivery(),
            Optional.empty(),
            1_000);
    return new WantedLane(new LaneId(flow.name(), topic, 0), settings, plan);
  }

  private static List<String> topics(Map<LaneId, LaneSettings> lanes) {
    return lanes.keySet().stream().map(LaneId::sourceTopic).toList();
  }

  private static StartPosition start(Map<LaneId, LaneSettings> lanes, String topic) {
    return lanes.get(new LaneId("nyc->lon", topic, 0)).start();
  }

  private static Flow flow(String settings) {
    var read =
        TopologyReader.read(
            "t.yaml",
            """
            clusters: {nyc: {bootstrap: "nyc:9092"}, lon: {bootstrap: "lon:9092"}}
            flows: {nyc->lon: {%s}}
            """
                .formatted(settings));
    assertThat(read.topology()).as("%s", read.problems()).isPresent();
    return read.topology().get().flow("nyc->lon").orElseThrow();
  }
}
