package io.crosstide.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.bench.report.Contenders;
import io.crosstide.bench.report.JsonReport;
import io.crosstide.bench.report.Metric;
import io.crosstide.bench.report.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README quotes speed from recorded results alone. */
class ReadmeFiguresTest {
  private static final Path RESULTS = Path.of("bench", "results");

  @ParameterizedTest
  @CsvSource({
    "2026-11-24-part.json, 'lz4-64k zstd-64k gzip-64k records-100b batches-5k batches-1k transactions'",
    "2026-11-24-links.json, 'tls catch-up link-100ms-100'"
  })
  void shouldQuoteWhatWasMeasured(String file, String cases) throws IOException {
    Summary summary = Summary.of(JsonReport.read(Files.readString(RESULTS.resolve(file))));

    String readme = Files.readString(Path.of("README.md"));

    assertThat(readme).contains("bench/results/" + file.replace(".json", ".md"));
    assertThat(cases.split(" "))
        .allSatisfy(name -> assertThat(readme).contains(row(summary, name)));
  }

  private static String row(Summary summary, String name) {
    String title =
        summary.cases().stream()
            .filter(scene -> scene.name().equals(name))
            .findFirst()
            .orElseThrow()
            .title();
    return String.format(
        Locale.ROOT,
        "| %s | %.0f MB/s | %.0f MB/s | %.2f | %.1f | %.0f MB | %,.0f MB |",
        title,
        median(summary, name, Contenders.CROSSTIDE, Metric.MB_PER_SECOND),
        median(summary, name, Contenders.MM2_TUNED, Metric.MB_PER_SECOND),
        median(summary, name, Contenders.CROSSTIDE, Metric.CPU_SECONDS_PER_GB),
        median(summary, name, Contenders.MM2_TUNED, Metric.CPU_SECONDS_PER_GB),
        median(summary, name, Contenders.CROSSTIDE, Metric.PEAK_RSS_MB),
        median(summary, name, Contenders.MM2_TUNED, Metric.PEAK_RSS_MB));
  }

  private static double median(Summary summary, String name, String contender, Metric metric) {
    return summary.spread(name, contender, metric).orElseThrow().median();
  }
}
