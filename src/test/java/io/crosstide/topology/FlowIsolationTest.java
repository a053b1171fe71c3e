package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who reads uncommitted records keeps its clients, too, while isolation stays as it is. */
class FlowIsolationTest {
  private static final String DEFAULTS =
      "isolation: read_uncommitted, topics: [{match: b, isolation: read_committed}]";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "include: [orders]",
        "start: latest",
        "limits: {bytes-per-second: 1MB}",
        "topics: [{match: b, isolation: read_committed}, {match: a, bytes-per-second: 1MB}]",
      })
  void shouldKeepItsClientsWhenOtherThingsChange(String line) {
    Flow flow = flow(DEFAULTS, "");
    Flow changed = flow(DEFAULTS, line);

    assertThat(changed.sameAs(flow)).isFalse();
    assertThat(changed.sharesClientsWith(flow)).isTrue();
    assertThat(flow.isolation("orders")).isEqualTo(Isolation.READ_UNCOMMITTED);
    assertThat(flow.isolation("b")).isEqualTo(Isolation.READ_COMMITTED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "isolation: read_committed",
        "topics: [{match: a, isolation: read_committed}]",
        "topics: [{match: b, isolation: read_uncommitted}]",
      })
  void shouldNeedOtherClientsWhenATopicIsReadOtherwise(String line) {
    assertThat(flow(DEFAULTS, line).sharesClientsWith(flow(DEFAULTS, ""))).isFalse();
  }

  @Test
  void shouldNeedOtherClientsWhenAnotherEntryCountsFirst() {
    String one = "{match: /a.*/, isolation: read_uncommitted}";
    String two = "{match: /.*b/, isolation: read_committed}";
    Flow flow = flow("", "topics: [%s, %s]".formatted(one, two));

    assertThat(flow("", "topics: [%s, %s]".formatted(two, one)).sharesClientsWith(flow)).isFalse();
  }

  /** Its readers may be older than the revision that takes a topic. */
  @Test
  void shouldKnowTheIsolationOfATopicThatItDoesNotTake() {
    Flow flow = flow("", "include: [x], isolation: read_uncommitted");

    assertThat(flow.plan("orders")).isEmpty();
    assertThat(flow.isolation("orders")).isEqualTo(Isolation.READ_UNCOMMITTED);
  }

  private static Flow flow(String defaults, String line) {
    ReadResult result =
        TopologyReader.read(
            "t.yaml",
            """
            clusters: {nyc: {bootstrap: "n:1"}, lon: {bootstrap: "l:1"}}
            defaults: {%s}
            flows: {nyc->lon: {%s}}
            """
                .formatted(defaults, line));
    assertThat(result.topology()).as("%s", result.problems()).isPresent();
    return result.topology().get().flows().getFirst();
  }
}
