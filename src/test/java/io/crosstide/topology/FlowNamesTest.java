package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowNamesTest {
  private static final int GRAPHS = 60;

  @Test
  void shouldHoldExactlyWhatTheFlowTakesAndWrites() {
    for (long seed = 1; seed <= GRAPHS; seed++) {
      FlowNames names = new FlowNames();
      for (Flow flow : Graphs.random(new Random(seed))) {
        for (String name : Graphs.universe()) {
          assertThat(names.takes(flow).contains(name))
              .as("seed %d: %s takes %s", seed, flow, name)
              .isEqualTo(flow.takes(name));
          if (flow.takes(name)) {
            assertThat(names.writes(flow).contains(flow.plan(name).orElseThrow().targetTopic()))
                .as("seed %d: %s writes what becomes of %s", seed, flow, name)
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void shouldTakeAnUnknownExpressionForEverythingInAnInclude() {
    Flow flow = Graphs.flows(Graphs.Edge.identity("x", "y", false).including("/a++/")).getFirst();

    assertThat(new FlowNames().takes(flow).contains("b")).isTrue();
  }

  @Test
  void shouldTakeAnUnknownExpressionForNothingInAnExclude() {
    Graphs.Edge edge =
        new Graphs.Edge(
            "x",
            "y",
            new Naming(Naming.Kind.IDENTITY, ".", Map.of()),
            List.of("/.*/"),
            List.of("/a++/"),
            false);

    assertThat(new FlowNames().takes(Graphs.flows(edge).getFirst()).contains("a")).isTrue();
  }
}
