package io.crosstide.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.GoldenFile;
import io.prometheus.client.Collector.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** docs/metrics.md is what the code says. */
class MetricsPageTest {
  @Test
  void shouldListEveryMetric() {
    GoldenFile.assertMatches(Path.of("docs/metrics.md"), page());
  }

  @Test
  void shouldNameMetricsAsPrometheusWants() {
    for (Metric metric : Metric.values()) {
      assertThat(metric.exposedName()).matches("crosstide_[a-z_]+");
      assertThat(metric.exposedName().endsWith("_total"))
          .as("%s ends with _total if it is a counter, and only then", metric.exposedName())
          .isEqualTo(metric.type() == Type.COUNTER);
      if (!metric.unit().isEmpty()) {
        assertThat(metric.exposedName().replace("_total", "")).endsWith("_" + metric.unit());
      }
    }
  }

  private static String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Metrics

        What `/q/metrics` answers, beside the metrics of the JVM (`jvm_`, `process_`, `system_`). Made from the
        code: `./mvnw test -Dtest=MetricsPageTest -Dgolden.rewrite=true` writes this page anew.

        All values of one scrape come from one snapshot, the same that `/status` and the health checks read.
        Counters count since the process started. A lane is one source partition of one flow; what is gone from
        the snapshot is gone from the next scrape.

        ## Per process and flow

        """);
    table(page, Arrays.stream(Metric.values()).filter(metric -> !metric.perLane()).toList());
    page.append(
        """

        The buckets of `crosstide_replication_latency_seconds` end at (seconds):\s""");
    page.append(bounds()).append(".\n");
    page.append(
        """

        ## Per lane

        A flow with more than `crosstide.metrics.max-lanes-by-partition` lanes (default 1000) is summed up by
        topic: the label `partition` is left out. With more than `crosstide.metrics.max-topics-by-topic` topics
        (default 1000) as well, the label `topic` is left out too. Ages are then the greatest, everything else the
        sum; `crosstide_lane_metrics_detail` says which it is. A sum does not fall when a lane goes away; what
        that lane counted after the last scrape is not in it.

        """);
    table(page, Arrays.stream(Metric.values()).filter(Metric::perLane).toList());
    return page.toString();
  }

  private static void table(StringBuilder page, List<Metric> metrics) {
    page.append("| metric | type | unit | labels | meaning |\n|---|---|---|---|---|\n");
    for (Metric metric : metrics) {
      page.append("| `")
          .append(metric.exposedName())
          .append("` | ")
          .append(metric.type().name().toLowerCase(Locale.ROOT))
          .append(" | ")
          .append(metric.unit())
          .append(" | ")
          .append(String.join(", ", metric.labels()))
          .append(" | ")
          .append(metric.help())
          .append(" |\n");
    }
  }

  private static String bounds() {
    return String.join(
        ", ",
        Arrays.stream(ReplicationLatency.boundsSeconds())
            .mapToObj(bound -> bound == Math.rint(bound) ? "" + (long) bound : "" + bound)
            .toList());
  }
}
