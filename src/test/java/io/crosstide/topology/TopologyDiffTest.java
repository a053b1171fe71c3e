package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.topology.TopologyDiff.Kind;
import org.junit.jupiter.api.Test;

class TopologyDiffTest {
  private static final String SYNCED = "nyc->lon: {acls: {sync: true}}";

  @Test
  void shouldTellOfAclsThatStayBehind() {
    assertThat(aclsThatStay(SYNCED, "nyc->lon: {}")).isEqualTo(1);
    assertThat(aclsThatStay(SYNCED, "lon->nyc: {}")).as("the flow is gone").isEqualTo(1);
    assertThat(aclsThatStay(SYNCED, "nyc->lon: {acls: {sync: true, groups: true}}")).isZero();
    assertThat(aclsThatStay("nyc->lon: {}", SYNCED)).isZero();
    assertThat(aclsThatStay("nyc->lon: {}", "lon->nyc: {}")).isZero();
  }

  private static long aclsThatStay(String before, String after) {
    return TopologyDiff.of(topology(before), topology(after)).flows().stream()
        .flatMap(flow -> flow.changes().stream())
        .filter(change -> change.kind() == Kind.SETTINGS)
        .filter(change -> change.words().startsWith("ACLs that nyc->lon has created at lon stay"))
        .count();
  }

  private static Topology topology(String flows) {
    return TopologyReader.read(
            "t.yaml",
            """
            clusters: {nyc: {bootstrap: "n:1"}, lon: {bootstrap: "l:1"}}
            flows: {%s}
            """
                .formatted(flows))
        .topology()
        .orElseThrow();
  }
}
