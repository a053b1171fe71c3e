package io.crosstide.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The proof against what would happen: on random small graphs, single topics walk as the engine
 * would let them, and wherever one comes home the proof must have said so; every loop the proof
 * speaks of is walked too.
 */
class LoopProofSimulationTest {
  private static final int GRAPHS = 400;
  private static final long FIRST_SEED = 1;

  @Test
  void shouldFindALoopExactlyWhereATopicComesHome() {
    int withLoop = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + GRAPHS; seed++) {
      List<Flow> flows = Graphs.random(new Random(seed));
      List<LoopProof.Loop> loops = new LoopProof(flows, new FlowNames()).loops();

      loops.forEach(loop -> assertWalkable(loop));
      if (someTopicComesHome(flows)) {
        withLoop++;
        assertThat(loops).as("seed %d: %s", seed, flows).isNotEmpty();
      }
    }
    assertThat(withLoop).as("graphs with a loop").isBetween(GRAPHS / 20, GRAPHS * 19 / 20);
  }

  private static void assertWalkable(LoopProof.Loop loop) {
    Flow before = null;
    for (int hop = 0; hop < loop.way().size(); hop++) {
      Flow flow = loop.way().get(hop);
      String name = loop.names().get(hop);
      assertThat(flow.takes(name)).as("%s takes %s", flow, name).isTrue();
      assertThat(target(flow, name)).isEqualTo(loop.names().get(hop + 1));
      if (before != null) {
        assertThat(canFollow(before, flow)).as("%s after %s", flow, before).isTrue();
      }
      before = flow;
    }
    assertThat(loop.way().getLast().target()).isEqualTo(loop.way().getFirst().source());
  }

  private static boolean someTopicComesHome(List<Flow> flows) {
    return flows.stream()
        .anyMatch(
            flow ->
                Graphs.universe().stream()
                    .filter(flow::takes)
                    .anyMatch(
                        name ->
                            comesHome(
                                flows, flow, target(flow, name), Set.of(flow.source().alias()))));
  }

  /** The topic has just arrived by this flow, having been at these clusters before. */
  private static boolean comesHome(List<Flow> flows, Flow arrival, String name, Set<String> been) {
    String here = arrival.target().alias();
    if (been.contains(here)) {
      return true;
    }
    Set<String> beenNow = new HashSet<>(been);
    beenNow.add(here);
    return flows.stream()
        .filter(next -> canFollow(arrival, next) && next.takes(name))
        .anyMatch(next -> comesHome(flows, next, target(next, name), beenNow));
  }

  /** What a lane does with a batch that a flow has written: the producer-id guard. */
  private static boolean canFollow(Flow arrival, Flow next) {
    return next.source().equals(arrival.target())
        && next.forward()
        && !next.target().equals(arrival.source());
  }

  private static String target(Flow flow, String name) {
    return flow.policy().naming().targetName(flow.source().alias(), name);
  }
}
