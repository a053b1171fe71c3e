package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowTest {
  private static final String CLUSTERS =
      """
      clusters:
        nyc: {bootstrap: "nyc:9092"}
        lon: {bootstrap: "lon:9092"}
        par: {bootstrap: "par:9092"}
      """;

  private static Topology topology(String rest) {
    ReadResult result = TopologyReader.read("t.yaml", CLUSTERS + rest);
    assertThat(result.problems())
        .noneMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    return result.topology().orElseThrow();
  }

  private static Flow flow(String name, String rest) {
    return topology(rest).flow(name).orElseThrow();
  }

  private static Optional<String> target(Flow flow, String topic) {
    return flow.plan(topic).map(TopicPlan::targetTopic);
  }

  @Test
  void shouldFillInWhatTheFileLeavesOut() {
    Flow flow = flow("nyc->lon", "flows: {nyc->lon: }");

    assertThat(flow.plan("orders"))
        .contains(
            new TopicPlan(
                "orders",
                "nyc.orders",
                new StartPosition.Earliest(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Isolation.READ_COMMITTED,
                LossPolicy.CAUTIOUS));
    assertThat(flow.limits()).isEqualTo(new Limits(OptionalLong.empty(), 32L << 20));
    assertThat(flow.topicRefresh()).isEqualTo(Duration.ofSeconds(5));
    assertThat(flow.forward()).isFalse();
    assertThat(flow.merge()).isFalse();
  }

  @Test
  void shouldExcludeWhatMirrorMakerExcludesAndWhatIsInternal() {
    Flow flow =
        flow(
            "nyc->lon",
            "flows: {nyc->lon: {include: [/.*/, __audit, heartbeats, __crosstide-registry,"
                + " __consumer_offsets]}}");

    for (String topic :
        new String[] {
          "mm2-offsets.lon.internal", "orders.replica", "__anything", "lon.heartbeats",
          "lon.checkpoints.internal", "__crosstide-registry", "__crosstide", "__consumer_offsets"
        }) {
      assertThat(target(flow, topic)).as(topic).isEmpty();
    }
    assertThat(target(flow, "__audit")).as("named in full").contains("nyc.__audit");
    assertThat(target(flow, "heartbeats")).as("named in full").contains("nyc.heartbeats");
  }

  @Test
  void shouldLetExcludesWinOverIncludes() {
    Flow flow = flow("nyc->lon", "flows: {nyc->lon: {include: [orders, pay], exclude: [/o.*/]}}");

    assertThat(target(flow, "orders")).isEmpty();
    assertThat(target(flow, "pay")).contains("nyc.pay");
  }

  @Test
  void shouldReadTheWayOfATopicFromItsName() {
    Topology topology =
        topology("patterns: [active-active: {clusters: [nyc, lon, par], forward: true}]");
    Flow parToNyc = topology.flow("par->nyc").orElseThrow();

    assertThat(target(parToNyc, "lon.nyc.orders")).as("has been in nyc").isEmpty();
    assertThat(target(parToNyc, "nyc.orders")).as("has been in nyc").isEmpty();
    assertThat(target(parToNyc, "lon.orders")).contains("par.lon.orders");
    assertThat(target(parToNyc, "rome.nyc.orders")).contains("par.rome.nyc.orders");
  }

  @Test
  void shouldNotPassMirroredTopicsOnUnlessToldTo() {
    String flows = "flows: {nyc->lon: , lon->par: {forward: %s}}";

    assertThat(target(flow("lon->par", flows.formatted(false)), "nyc.orders")).isEmpty();
    assertThat(target(flow("lon->par", flows.formatted(true)), "nyc.orders"))
        .contains("lon.nyc.orders");
    assertThat(target(flow("lon->par", "flows: {lon->par: }"), "nyc.orders"))
        .as("no flow wrote it")
        .contains("lon.nyc.orders");
  }

  @Test
  void shouldTakePerKeyTheFirstTopicEntryThatHasIt() {
    Flow flow =
        flow(
            "nyc->lon",
            """
            defaults:
              replication-factor: 2
              topics:
                - {match: orders, bytes-per-second: 1kB, start: latest}
            flows:
              nyc->lon:
                topics:
                  - {match: /o.*/, replication-factor: 5}
                  - {match: orders, replication-factor: 4, start: "2026-01-02T00:00:00Z"}
            """);

    assertThat(flow.plan("orders"))
        .contains(
            new TopicPlan(
                "orders",
                "nyc.orders",
                new StartPosition.At(Instant.parse("2026-01-02T00:00:00Z")),
                OptionalInt.of(5),
                OptionalLong.of(1000),
                Isolation.READ_COMMITTED,
                LossPolicy.CAUTIOUS));
    assertThat(flow.plan("x").orElseThrow().replicationFactor()).hasValue(2);
  }

  @Test
  void shouldLayFlowOverWildcardOverPatternOverDefaults() {
    Topology topology =
        topology(
            """
            defaults: {separator: _, topic-refresh: 1s, forward: true, exclude: [d]}
            patterns:
              - hub-and-spoke:
                  {hub: nyc, spokes: [lon, par], direction: both, topic-refresh: 2s, exclude: [p]}
            flows:
              "nyc->*": {topic-refresh: 3s, exclude: [w]}
              nyc->lon: {topic-refresh: 4s}
            """);

    assertThat(topology.flows().stream().map(Flow::name))
        .containsExactly("lon->nyc", "nyc->lon", "par->nyc", "nyc->par");
    assertThat(topology.flows().stream().map(Flow::topicRefresh).map(Duration::toSeconds))
        .containsExactly(2L, 4L, 2L, 3L);
    Flow nycToLon = topology.flow("nyc->lon").orElseThrow();
    assertThat(target(nycToLon, "w")).isEmpty();
    assertThat(target(nycToLon, "p")).contains("nyc_p");
    assertThat(nycToLon.forward()).isTrue();
  }

  @Test
  void shouldSayWhyATopicWithTooLongANameIsLeftAlone() {
    Flow flow = flow("nyc->lon", "flows: {nyc->lon: }");
    String fits = "a".repeat(245);

    assertThat(target(flow, fits)).contains("nyc." + fits);
    assertThat(flow.refusal(fits)).isEmpty();
    assertThat(target(flow, fits + "a")).isEmpty();
    assertThat(flow.refusal(fits + "a").orElseThrow()).contains("more than 249 characters");
  }

  @Test
  void shouldRename() {
    Flow flow = flow("nyc->lon", "flows: {nyc->lon: {rename: {orders: all.orders}}}");

    assertThat(target(flow, "orders")).contains("all.orders");
    assertThat(target(flow, "orders2")).contains("nyc.orders2");
  }

  @Test
  void shouldReadBytesWithAndWithoutUnit() {
    Flow flow =
        flow(
            "nyc->lon",
            "flows: {nyc->lon: {limits: {bytes-per-second: 10737418240, buffer-bytes: 64 MiB}}}");

    assertThat(flow.limits()).isEqualTo(new Limits(OptionalLong.of(10L << 30), 64L << 20));
  }

  @Test
  void shouldBeTheSameWhereverItStandsInTheFile() {
    Flow flow =
        flow(
            "nyc->lon",
            """
            defaults: {properties: {a: b}}
            patterns: [{active-standby: {active: nyc, standby: lon, include: [/o.*/]}}]
            """);
    Flow moved =
        flow(
            "nyc->lon",
            """
            defaults: {properties: {a: b}}
            flows: {nyc->lon: {include: [/o.*/]}}
            """);

    assertThat(moved.sameAs(flow)).isTrue();
    assertThat(moved.sharesClientsWith(flow)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include: [orders]",
        "exclude: [x]",
        "naming: identity",
        "separator: _",
        "rename: {a: b}",
        "start: latest",
        "replication-factor: 2",
        "on-gap: skip",
        "limits: {bytes-per-second: 1MB}",
        "forward: true",
        "merge: true",
        "delivery: exactly-once",
        "topic-refresh: 1s",
        "topics: [{match: a, start: latest}]",
      })
  void shouldKeepItsClientsWhenThisChanges(String line) {
    Flow flow = flow("nyc->lon", "flows: {nyc->lon: }");
    Flow changed = flow("nyc->lon", "flows: {nyc->lon: {" + line + "}}");

    assertThat(changed.sameAs(flow)).isFalse();
    assertThat(changed.sharesClientsWith(flow)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "source: {properties: {a: b}}",
        "target: {producer: {a: b}}",
        "target: {admin: {a: b}}",
        "limits: {buffer-bytes: 64MiB}",
        "isolation: read_uncommitted",
        "topics: [{match: a, isolation: read_uncommitted}]",
      })
  void shouldNeedOtherClientsWhenThisChanges(String line) {
    Flow flow = flow("nyc->lon", "flows: {nyc->lon: }");
    Flow changed = flow("nyc->lon", "flows: {nyc->lon: {" + line + "}}");

    assertThat(changed.sharesClientsWith(flow)).isFalse();
    assertThat(flow.sharesClientsWith(changed)).isFalse();
    assertThat(changed.sharesClientsWith(changed)).isTrue();
  }

  @Test
  void shouldNotBeTheSameWhenOtherFlowsWriteOtherNames() {
    Flow alone = flow("nyc->lon", "flows: {nyc->lon: }");
    Flow besides = flow("nyc->lon", "flows: {nyc->lon: , lon->nyc: }");

    assertThat(besides.sameAs(alone)).isFalse();
    assertThat(besides.sharesClientsWith(alone)).isTrue();
  }
}
