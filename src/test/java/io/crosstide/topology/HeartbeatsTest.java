package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which topics of heartbeats flows carry, under which names. */
class HeartbeatsTest {
  private static Topology topology(String rest) {
    ReadResult read =
        TopologyReader.read(
            "t.yaml",
            """
            clusters:
              nyc: { bootstrap: "n:1" }
              lon: { bootstrap: "l:1" }
              par: { bootstrap: "p:1" }
            """
                + rest);
    return read.topology().orElseThrow();
  }

  private static Flow flow(String settings) {
    return topology("flows: { nyc->lon: { " + settings + " } }").flows().getFirst();
  }

  private static Optional<String> target(Flow flow, String topic) {
    return flow.plan(topic).map(TopicPlan::targetTopic);
  }

  @Test
  void shouldCarryThoseOfTheSourceUnlessToldNotTo() {
    Flow flow = flow("include: [orders]");

    assertThat(flow.heartbeats()).contains(Duration.ofSeconds(10));
    assertThat(target(flow, "heartbeats")).contains("nyc.heartbeats");
    assertThat(flow.heartbeatTopics()).containsOnlyKeys("heartbeats");

    for (String off : new String[] {"heartbeats: never", "exclude: [/heart.*/]"}) {
      Flow without = flow("include: [orders], " + off);
      assertThat(without.heartbeats()).isEmpty();
      assertThat(without.plan("heartbeats")).isEmpty();
    }
    assertThat(flow("heartbeats: 2s").heartbeats()).contains(Duration.ofSeconds(2));
  }

  @Test
  void shouldPutTheSourceInFrontAlsoWhereNamesAreKept() {
    assertThat(target(flow("naming: identity"), "heartbeats")).contains("nyc.heartbeats");
    assertThat(target(flow("naming: identity, separator: '-'"), "heartbeats"))
        .contains("nyc-heartbeats");
  }

  @Test
  void shouldTreatATopicThatIsNamedInFullLikeEveryOther() {
    Flow flow = flow("naming: identity, include: [heartbeats]");

    assertThat(target(flow, "heartbeats")).contains("heartbeats");
    assertThat(flow.heartbeatTopics()).isEmpty();
    assertThat(flow.heartbeats()).isPresent();
  }

  @Test
  void shouldLetNoneOfThemStopALane() {
    LossPolicy losses = flow("on-refused: quarantine").plan("heartbeats").orElseThrow().losses();

    assertThat(losses.onGap()).isEqualTo(LossPolicy.OnGap.SKIP);
    assertThat(losses.onSourceReset()).isEqualTo(LossPolicy.OnSourceReset.CONTINUE);
    assertThat(losses.onTargetLoss()).isEqualTo(LossPolicy.OnTargetLoss.REPEAT);
    assertThat(losses.onRefused()).isEqualTo(LossPolicy.OnRefused.QUARANTINE);
    Flow told = flow("topics: [{ match: heartbeats, on-gap: stop, start: earliest }]");
    assertThat(told.plan("heartbeats").orElseThrow().losses().onGap())
        .isEqualTo(LossPolicy.OnGap.STOP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prefix", "identity"})
  void shouldTakeNothingBackToWhereItHasBeen(String naming) {
    Topology both =
        topology(
            "defaults: { merge: true, naming: %s }\n".formatted(naming)
                + "patterns: [ active-active: { clusters: [nyc, lon] } ]\n");

    for (Flow flow : both.flows()) {
      assertThat(flow.plan("nyc.heartbeats")).isEmpty();
      assertThat(flow.plan("lon.heartbeats")).isEmpty();
      assertThat(flow.plan("lon.nyc.heartbeats")).isEmpty();
    }
  }

  @Test
  void shouldPassOnWhatWasMirroredWhereTheFlowForwards() {
    Topology chain =
        topology(
            "flows: { nyc->lon: {}, lon->par: { forward: true }, par->nyc: { forward: true } }");
    Flow onward = chain.flow("lon->par").orElseThrow();
    Flow back = chain.flow("par->nyc").orElseThrow();

    assertThat(target(onward, "nyc.heartbeats")).contains("lon.nyc.heartbeats");
    assertThat(target(onward, "nyc.par.heartbeats")).as("it has been at par").isEmpty();
    assertThat(target(back, "lon.heartbeats")).contains("par.lon.heartbeats");
    assertThat(target(back, "lon.nyc.heartbeats")).as("it has been at nyc").isEmpty();
    assertThat(target(onward, "own.heartbeats")).as("nobody's").isEmpty();
  }

  @Test
  void shouldCarryNoMoreThanABoundInALargeMesh() {
    StringBuilder yaml = new StringBuilder("clusters:\n");
    for (int i = 0; i < 12; i++) {
      yaml.append("  c%d: { bootstrap: \"c%d:1\" }\n".formatted(i, i));
    }
    yaml.append(
        "defaults: { forward: true }\npatterns: [ active-active: { clusters: [c0, c1, c2, c3, c4,"
            + " c5, c6, c7, c8, c9, c10, c11] } ]\n");
    Topology mesh = TopologyReader.read("t.yaml", yaml.toString()).topology().orElseThrow();

    assertThat(mesh.flows())
        .allMatch(flow -> flow.heartbeatTopics().size() <= 1 + Heartbeats.MAX_TOPICS)
        .allMatch(flow -> flow.heartbeatTopics().containsKey("heartbeats"));
  }
}
