package io.crosstide.topology;

import static io.crosstide.topology.Graphs.Edge.identity;
import static io.crosstide.topology.Graphs.Edge.prefix;
import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.topology.Graphs.Edge;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LoopProofTest {
  private static List<String> loops(List<Flow> flows) {
    return new LoopProof(flows, new FlowNames())
        .loops().stream().map(LoopProof.Loop::describe).toList();
  }

  private static List<String> loops(Edge... edges) {
    return loops(Graphs.flows(edges));
  }

  @Test
  void shouldAllowIdentityBothWaysBecauseTheGuardDropsWhatComesBack() {
    assertThat(loops(identity("nyc", "lon", false), identity("lon", "nyc", false))).isEmpty();
    assertThat(loops(identity("nyc", "lon", true), identity("lon", "nyc", true))).isEmpty();
  }

  @Test
  void shouldAllowAMeshThatDoesNotForward() {
    assertThat(loops(mesh(12, (from, to) -> identity(from, to, false)))).isEmpty();
  }

  @Test
  void shouldPrintAShortestLoopOfAMeshThatForwards() {
    assertThat(loops(mesh(3, (from, to) -> identity(from, to, true))))
        .contains("topic \"a\" goes c0 -> c1 -> c2 -> c0");
  }

  @Test
  void shouldAllowAMeshOfPrefixesThatForwards() {
    assertThat(loops(mesh(12, (from, to) -> prefix(from, to, true)))).isEmpty();
  }

  @Test
  void shouldFindTheLoopWhenOnlyTheFirstFlowDoesNotForward() {
    assertThat(
            loops(
                identity("nyc", "lon", false),
                identity("lon", "par", true),
                identity("par", "nyc", true)))
        .containsExactly("topic \"a\" goes nyc -> lon -> par -> nyc");
  }

  @Test
  void shouldNotFindALoopWhereSelectionBreaksIt() {
    assertThat(
            loops(
                identity("nyc", "lon", true).including("/a.*/"),
                identity("lon", "par", true).including("/.*b/"),
                identity("par", "nyc", true).including("/.*c/")))
        .isEmpty();
  }

  @Test
  void shouldNameTheTopicThatPassesEverySelection() {
    assertThat(
            loops(
                identity("nyc", "lon", false).including("/o.*/"),
                identity("lon", "par", true).including("/.*r/"),
                identity("par", "nyc", true).including("/.{3}/")))
        .containsExactly("topic \"oar\" goes nyc -> lon -> par -> nyc");
  }

  @Test
  void shouldSeeThroughARenameThatHidesThePrefix() {
    assertThat(
            loops(
                prefix("nyc", "lon", false).including("orders").renaming("orders", "o"),
                prefix("lon", "par", true),
                prefix("par", "nyc", true)))
        .contains("topic \"orders\" goes nyc -> lon -> par -> nyc, where it is \"par.lon.o\"");
  }

  @Test
  void shouldFindTheLoopWhereAnIdentityHopHidesWhoWroteThePrefix() {
    // No prefix flow goes from nyc to par, so "nyc.orders" at par is any topic of an application.
    assertThat(
            loops(
                prefix("nyc", "lon", false).including("orders"),
                identity("lon", "par", true).including("/nyc\\..*/"),
                prefix("par", "nyc", true)))
        .containsExactly(
            "topic \"orders\" goes nyc -> lon -> par -> nyc, where it is \"par.nyc.orders\"");
  }

  @Test
  void shouldLetNamesBreakTheLoopOfAPrefixRingUnlessARenameHidesThem() {
    assertThat(
            loops(
                prefix("nyc", "lon", true), prefix("lon", "par", true), prefix("par", "nyc", true)))
        .isEmpty();
    assertThat(
            loops(
                prefix("nyc", "lon", true),
                prefix("lon", "par", true),
                prefix("par", "nyc", true).renaming("trades", "t")))
        .contains("topic \"trades\" goes par -> nyc -> lon -> par, where it is \"lon.nyc.t\"");
  }

  @Test
  @Timeout(60)
  void shouldProveAHubOfFiveHundredSpokesAtOnce() {
    List<Edge> edges = new ArrayList<>();
    for (int spoke = 0; spoke < 500; spoke++) {
      edges.add(prefix("spoke-" + spoke, "hub", true));
      edges.add(prefix("hub", "spoke-" + spoke, true));
    }
    assertThat(loops(Graphs.flows(edges))).isEmpty();
  }

  @Test
  @Timeout(60)
  void shouldProveHubsThatAreConnectedAtOnce() {
    List<Edge> edges = new ArrayList<>();
    for (int hub = 0; hub < 3; hub++) {
      for (int spoke = 0; spoke < 100; spoke++) {
        edges.add(identity("spoke-" + hub + "-" + spoke, "hub" + hub, false));
        edges.add(identity("hub" + hub, "spoke-" + hub + "-" + spoke, true));
      }
      edges.add(prefix("hub" + hub, "hub" + (hub + 1) % 3, true));
      edges.add(prefix("hub" + (hub + 1) % 3, "hub" + hub, true));
    }
    assertThat(loops(Graphs.flows(edges))).isEmpty();
  }

  private static List<Flow> mesh(int size, BiFunction<String, String, Edge> edge) {
    List<Edge> edges = new ArrayList<>();
    IntStream.range(0, size)
        .forEach(
            from ->
                IntStream.range(0, size)
                    .filter(to -> to != from)
                    .forEach(to -> edges.add(edge.apply("c" + from, "c" + to))));
    return Graphs.flows(edges);
  }
}
