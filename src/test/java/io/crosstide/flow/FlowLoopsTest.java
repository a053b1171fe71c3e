package io.crosstide.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.mirror.HeartbeatLease;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.MirrorLoop;
import io.crosstide.topology.Flow;
import io.crosstide.topology.SecretSource;
import io.crosstide.topology.TopologyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where lanes go; none runs, so nothing is connected. */
class FlowLoopsTest {
  @TempDir Path dir;

  @Test
  void shouldKeepFewLanesOnOneLoopAndSpreadManyOverAllEvenly() throws Exception {
    FlowLoops loops = loops(3);
    try {
      assertThat(place(loops, 0, FlowLoops.LANES_PER_LOOP)).hasSize(1);

      Map<MirrorLoop, List<LaneId>> all = place(loops, 0, 15);

      assertThat(loops.size()).isEqualTo(3);
      assertThat(all.values()).allMatch(lanes -> lanes.size() == 5);
    } finally {
      loops.close(1_000);
    }
  }

  @Test
  void shouldBringALaneBackToTheLoopItWasOn() throws Exception {
    FlowLoops loops = loops(2);
    try {
      place(loops, 0, 8);
      MirrorLoop before = loops.of(lane(7)).orElseThrow();

      assertThat(loops.place(lane(7), List.of(lane(0)))).isSameAs(before);
    } finally {
      loops.close(1_000);
    }
  }

  private static Map<MirrorLoop, List<LaneId>> place(FlowLoops loops, int from, int to) {
    Map<MirrorLoop, List<LaneId>> placed = new HashMap<>();
    List<LaneId> running = new ArrayList<>();
    for (int partition = from; partition < to; partition++) {
      LaneId lane = lane(partition);
      placed.computeIfAbsent(loops.place(lane, running), l -> new ArrayList<>()).add(lane);
      running.add(lane);
    }
    return placed;
  }

  private static LaneId lane(int partition) {
    return new LaneId("nyc->lon", "orders", partition);
  }

  private FlowLoops loops(int most) throws Exception {
    Path file = dir.resolve("topology.yaml");
    Files.writeString(
        file,
        """
        clusters:
          nyc: { bootstrap: "127.0.0.1:1" }
          lon: { bootstrap: "127.0.0.1:2" }
        patterns:
          - active-standby: { active: nyc, standby: lon }
        """);
    Flow flow = TopologyReader.read(file).topology().orElseThrow().flow("nyc->lon").orElseThrow();
    FlowClients clients = FlowClients.of(flow, SecretSource.ofProcess());
    var shared =
        new FlowLoop.Shared(
            flow, clients, null, null, null, HeartbeatLease.UNLIMITED, newestMs -> {});
    return new FlowLoops(shared, most);
  }
}
