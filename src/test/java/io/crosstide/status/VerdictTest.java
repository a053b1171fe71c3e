package io.crosstide.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final List<String> NONE = List.of();
  private static final List<String> SOME = List.of("topic orders is refused");

  @Test
  void shouldNameTheWorst() {
    assertThat(of(true, true, true, 1, 99, SOME)).isEqualTo(Verdict.STOPPED);
    assertThat(of(false, true, true, 1, 99, SOME)).isEqualTo(Verdict.AWAY);
    assertThat(of(true, false, true, 1, 99, SOME)).isEqualTo(Verdict.AWAY);
    assertThat(of(false, false, false, 1, 99, SOME)).isEqualTo(Verdict.STUCK);
    assertThat(of(true, true, true, 0, 60.5, SOME)).isEqualTo(Verdict.BEHIND);
    assertThat(of(true, true, true, 0, 60, SOME)).isEqualTo(Verdict.NOTICE);
    assertThat(of(true, true, true, 0, 60, NONE)).isEqualTo(Verdict.WELL);
  }

  @Test
  void shouldCountWhatWorksAsHealthy() {
    assertThat(Verdict.values())
        .filteredOn(Verdict::healthy)
        .containsExactly(Verdict.NOTICE, Verdict.WELL);
  }

  private static Verdict of(
      boolean source,
      boolean target,
      boolean looping,
      int stopped,
      double lagSeconds,
      List<String> conditions) {
    Map<String, Integer> states = Map.of("copying", 3, "stopped", stopped);
    FlowStatus flow =
        new FlowStatus(
            "a->b",
            source,
            target,
            looping,
            "member",
            1,
            1,
            1,
            lagSeconds,
            states,
            conditions,
            SyncStatus.NOT_YET,
            List.of());
    return Verdict.of(flow, Verdict.BEHIND_SECONDS);
  }
}
