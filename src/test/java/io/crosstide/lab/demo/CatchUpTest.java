package io.crosstide.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.status.FlowStatus;
import io.crosstide.status.LaneLosses;
import io.crosstide.status.LaneStatus;
import io.crosstide.status.Snapshot;
import io.crosstide.status.SyncStatus;
import io.crosstide.topology.Flow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatchUpTest {
  private static final TopicPartition ORDERS = new TopicPartition("orders", 1);
  @TempDir Path dir;
  private Flow flow;

  @BeforeEach
  void read() throws IOException {
    flow = Topologies.read(dir, "").flow("nyc->lon").orElseThrow();
  }

  @Test
  void shouldBeDoneWhenTheLaneStandsAtTheEnd() {
    assertThat(CatchUp.behind(Map.of(flow, Map.of(ORDERS, 10L)), snapshot(lane(10, 0)))).isEmpty();
    assertThat(CatchUp.behind(Map.of(flow, Map.of(ORDERS, 0L)), snapshot())).isEmpty();
  }

  @Test
  void shouldSayWhatIsBehind() {
    var ends = Map.of(flow, Map.of(ORDERS, 10L));

    assertThat(CatchUp.behind(ends, snapshot(lane(9, 0))))
        .containsExactly("nyc->lon orders-1 copying at 9 of 10 no reason");
    assertThat(CatchUp.behind(ends, snapshot(lane(10, 1)))).hasSize(1);
    assertThat(CatchUp.behind(ends, snapshot())).containsExactly("nyc->lon orders-1 has no lane");
    assertThat(CatchUp.behind(ends, new Snapshot(Instant.EPOCH, "f", List.of())))
        .containsExactly("nyc->lon is not in the status");
  }

  private static LaneStatus lane(long position, long lag) {
    return new LaneStatus(
        "orders",
        1,
        "nyc.orders",
        "copying",
        "no reason",
        1,
        1,
        Map.of(),
        Map.of(),
        0,
        position,
        position + lag,
        lag,
        -1,
        false,
        LaneLosses.NONE);
  }

  private static Snapshot snapshot(LaneStatus... lanes) {
    FlowStatus status =
        new FlowStatus(
            "nyc->lon",
            true,
            true,
            true,
            "member",
            1,
            1,
            0,
            0,
            Map.of(),
            List.of(),
            SyncStatus.NOT_YET,
            List.of(lanes));
    return new Snapshot(Instant.EPOCH, "f", List.of(status));
  }
}
