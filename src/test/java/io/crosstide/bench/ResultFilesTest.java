package io.crosstide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.bench.report.BenchRun;
import io.crosstide.bench.report.JsonReport;
import io.crosstide.bench.report.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
  @TempDir Path directory;

  private final Summary summary =
      Summary.of(
          new BenchRun(
              Instant.EPOCH, "./crosstide bench", Map.of(), Map.of(), List.of(), List.of()));

  @Test
  void shouldTouchTheRecordOnlyForAWholeRun() throws IOException {
    ResultFiles files = new ResultFiles(directory.resolve("out"), directory.resolve("record"));

    files.write(summary);
    assertThat(directory.resolve("out/results.json")).exists();
    assertThat(directory.resolve("out/results.md")).content().contains("results.svg");
    assertThat(directory.resolve("record")).doesNotExist();

    files.writeLatest(summary);
    assertThat(JsonReport.read(Files.readString(directory.resolve("record/latest.json"))))
        .isEqualTo(summary.run());
    assertThat(directory.resolve("record/latest.svg")).exists();
    assertThat(directory.resolve("record/README.md")).content().contains("latest.svg");
  }

  @Test
  void shouldCallARunWholeOnlyWhenNothingIsLeftOut() {
    assertThat(Bench.parsed().isWhole()).isTrue();
    assertThat(Bench.parsed("--rounds", "5").isWhole()).isTrue();
    assertThat(Bench.parsed("--rounds", "2").isWhole()).isFalse();
    assertThat(Bench.parsed("--quick").isWhole()).isFalse();
    assertThat(Bench.parsed("--case", "lz4-64k").isWhole()).isFalse();
    assertThat(Bench.parsed("--contender", "floor").isWhole()).isFalse();
  }
}
