package io.crosstide.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.status.FlowStatus;
import io.crosstide.status.Snapshot;
import io.crosstide.status.SyncStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LiveTableTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  @Test
  void shouldShowRatesSinceTheSnapshotBefore() {
    List<String> rows =
        LiveTable.rows(
            Optional.of(snapshot(NOW, 1_000, 500_000)),
            snapshot(NOW.plusSeconds(2), 5_000, 4_500_000));

    assertThat(rows.getFirst().trim().split("\\s+"))
        .containsExactly("nyc->lon", "5,000", "2,000", "2.00", "7", "0.5", "4", "copying");
    assertThat(rows.get(1)).isEqualTo("    lon is away");
  }

  @Test
  void shouldShowNoRateWithoutASnapshotBeforeOrAfterARestart() {
    Snapshot restarted = snapshot(NOW.plusSeconds(2), 10, 10);

    assertThat(LiveTable.rows(Optional.empty(), restarted).getFirst().trim().split("\\s+"))
        .startsWith("nyc->lon", "10", "0", "0.00");
    assertThat(
            LiveTable.rows(Optional.of(snapshot(NOW, 1_000, 9_999)), restarted)
                .getFirst()
                .trim()
                .split("\\s+"))
        .startsWith("nyc->lon", "10", "0", "0.00");
  }

  private static Snapshot snapshot(Instant at, long records, long bytes) {
    FlowStatus flow =
        new FlowStatus(
            "nyc->lon",
            true,
            true,
            true,
            "member",
            records,
            bytes,
            7,
            0.5,
            Map.of("copying", 4, "stopped", 0),
            List.of("lon is away"),
            SyncStatus.NOT_YET,
            List.of());
    return new Snapshot(at, "active-active.yaml", List.of(flow));
  }
}
