package io.crosstide.bench.report;

import static io.crosstide.bench.report.Contenders.CROSSTIDE;
import static io.crosstide.bench.report.Contenders.MM2_TUNED;
import static io.crosstide.bench.report.Runs.copied;
import static io.crosstide.bench.report.Runs.measured;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A fast wrong answer, and one that never came, must not look like a result. */
class FailuresShownTest {
  private static final Summary WELL =
      Runs.of(List.of("a"), copied("a", CROSSTIDE, 100), copied("a", MM2_TUNED, 10));

  private static final Summary WRONG =
      Runs.of(
          List.of("a"),
          copied("a", CROSSTIDE, 100),
          measured(
              "a",
              MM2_TUNED,
              Map.of(Metric.RECORDS_PER_SECOND, 9.0),
              "partition 0: 5 records at the source, 4 at the target"));

  @Test
  void shouldBeWellOnlyWhenEveryRunWasAndEveryCaseRan() {
    assertThat(WELL.allWell()).isTrue();
    assertThat(WRONG.allWell()).isFalse();
    assertThat(Runs.of(List.of("a", "b"), copied("a", CROSSTIDE, 100)).allWell()).isFalse();
  }

  @Test
  void shouldShowFailuresInTheTerminalsTable() {
    assertThat(ConsoleReport.of(WRONG))
        .containsPattern("MM2 tuned.* FAILED")
        .contains("FAILED: a, MM2 tuned, round 1: partition 0: 5 records at the source");
    assertThat(ConsoleReport.of(WELL)).doesNotContain("FAILED").contains("none failed");
  }

  @Test
  void shouldShowFailuresInTheDocument() {
    assertThat(MarkdownReport.of(WRONG))
        .contains("1 of 2 runs failed")
        .contains("⚠ MM2 tuned")
        .contains("**no** (1 of 1)");
    assertThat(MarkdownReport.of(WELL)).doesNotContain("⚠");
  }

  @Test
  void shouldShowFailuresInTheChart() {
    assertThat(ChartReport.of(WRONG)).contains("1 of 2 runs failed");
    assertThat(ChartReport.of(WELL)).doesNotContain("failed");
  }
}
