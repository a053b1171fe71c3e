package io.crosstide.bench;

import io.crosstide.bench.report.ChartReport;
import io.crosstide.bench.report.JsonReport;
import io.crosstide.bench.report.MarkdownReport;
import io.crosstide.bench.report.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where results go.
 *
 * @param out of any run
 * @param record of a whole one alone, as well
 */
record ResultFiles(Path out, Path record) {
  /** What a run has measured so far. */
  void write(Summary summary) throws IOException {
    write(summary, out, "results", "results.md");
  }

  /** The newest whole run: all cases, all contenders, all rounds. */
  void writeLatest(Summary summary) throws IOException {
    write(summary, record, "latest", "README.md");
  }

  private static void write(Summary summary, Path directory, String name, String document)
      throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(name + ".json"), JsonReport.of(summary));
    Files.writeString(directory.resolve(name + ".svg"), ChartReport.of(summary));
    Files.writeString(directory.resolve(document), MarkdownReport.of(summary, name + ".svg"));
  }
}
