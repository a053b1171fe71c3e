package io.crosstide.bench.report;

import static io.crosstide.bench.report.Contenders.CROSSTIDE;
import static io.crosstide.bench.report.Contenders.FLOOR;
import static io.crosstide.bench.report.Contenders.MM2_DEFAULT;
import static io.crosstide.bench.report.Contenders.MM2_TUNED;
import static io.crosstide.bench.report.Runs.copied;
import static io.crosstide.bench.report.Runs.measured;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonReportTest {
  /** What other programs read of a case. */
  private static final List<String> FLAT =
      List.of(
          "throughput_vs_mm2_tuned",
          "throughput_vs_mm2_default",
          "cpu_per_gb_vs_mm2_tuned",
          "cpu_per_gb_vs_mm2_default",
          "fraction_of_floor",
          "rss_mb",
          "latency_p99_ms",
          "latency_p99_vs_mm2_tuned",
          "first_record_s",
          "content_equal");

  @Test
  void shouldGiveRatiosOfMediansAndCrosstidesOwnFigures() throws IOException {
    JsonNode found =
        onlyCase(
            measured("a", CROSSTIDE, throughput(900, 2, 150, 1.5), ""),
            measured("a", CROSSTIDE, throughput(600, 3, 180, 1.9), ""),
            measured("a", CROSSTIDE, throughput(100, 8, 170, 1.7), ""),
            measured("a", MM2_TUNED, throughput(100, 30, 2_000, 17), ""),
            measured("a", MM2_DEFAULT, throughput(50, 60, 2_000, 17), ""),
            copied("a", FLOOR, 800));

    assertThat(found.get("throughput_vs_mm2_tuned").doubleValue()).isEqualTo(6);
    assertThat(found.get("throughput_vs_mm2_default").doubleValue()).isEqualTo(12);
    assertThat(found.get("cpu_per_gb_vs_mm2_tuned").doubleValue()).isEqualTo(0.1);
    assertThat(found.get("cpu_per_gb_vs_mm2_default").doubleValue()).isEqualTo(0.05);
    assertThat(found.get("fraction_of_floor").doubleValue()).isEqualTo(0.75);
    assertThat(found.get("rss_mb").doubleValue()).isEqualTo(170);
    assertThat(found.get("first_record_s").doubleValue()).isEqualTo(1.7);
    assertThat(found.get("content_equal").booleanValue()).isTrue();
    assertThat(found.get("latency_p99_ms").isNull()).isTrue();
    assertThat(found.get("latency_p99_vs_mm2_tuned").isNull()).isTrue();
  }

  @Test
  void shouldGiveLatencies() throws IOException {
    JsonNode found =
        onlyCase(
            measured("a", CROSSTIDE, Map.of(Metric.LATENCY_P99_MS, 6.0), ""),
            measured("a", MM2_TUNED, Map.of(Metric.LATENCY_P99_MS, 120.0), ""));

    assertThat(found.get("latency_p99_ms").doubleValue()).isEqualTo(6);
    assertThat(found.get("latency_p99_vs_mm2_tuned").doubleValue()).isEqualTo(0.05);
    assertThat(found.get("throughput_vs_mm2_tuned").isNull()).isTrue();
  }

  @Test
  void shouldHoldEveryFlatFieldInEveryCase() throws IOException {
    JsonNode root = root(Runs.of(List.of("a", "never-ran"), copied("a", CROSSTIDE, 100)));

    assertThat(root.get("cases")).hasSize(2);
    for (JsonNode one : root.get("cases")) {
      FLAT.forEach(field -> assertThat(one.has(field)).as(field).isTrue());
      FLAT.forEach(field -> assertThat(one.get(field).isContainerNode()).as(field).isFalse());
    }
    assertThat(root.get("cases").get(1).get("content_equal").booleanValue()).isFalse();
  }

  @Test
  void shouldNotCallContentEqualWhenOneRunOfSeveralFailed() throws IOException {
    JsonNode found =
        onlyCase(
            copied("a", CROSSTIDE, 100),
            measured("a", CROSSTIDE, Map.of(), "partition 0: others"),
            copied("a", MM2_TUNED, 10));

    assertThat(found.get("content_equal").booleanValue()).isFalse();
    JsonNode contenders = found.get("contenders");
    assertThat(contenders.get(CROSSTIDE).get("content_equal").booleanValue()).isFalse();
    assertThat(contenders.get(MM2_TUNED).get("content_equal").booleanValue()).isTrue();
  }

  @Test
  void shouldShowAnotherContendersFailureAtThatContender() throws IOException {
    JsonNode found =
        onlyCase(copied("a", CROSSTIDE, 100), measured("a", MM2_TUNED, Map.of(), "it ended"));

    assertThat(found.get("content_equal").booleanValue()).isTrue();
    assertThat(found.get("contenders").get(MM2_TUNED).get("content_equal").booleanValue())
        .isFalse();
  }

  @Test
  void shouldBeReadAgainAsTheRunItWasMadeFrom() throws IOException {
    Summary summary =
        Runs.of(
            List.of("a"),
            measured("a", CROSSTIDE, throughput(900, 2, 150, 1.5), ""),
            measured("a", MM2_TUNED, Map.of(), "it ended"));

    assertThat(JsonReport.read(JsonReport.of(summary))).isEqualTo(summary.run());
  }

  private static Map<Metric, Double> throughput(
      double records, double cpu, double rss, double first) {
    return Map.of(
        Metric.RECORDS_PER_SECOND, records,
        Metric.CPU_SECONDS_PER_GB, cpu,
        Metric.PEAK_RSS_MB, rss,
        Metric.FIRST_RECORD_SECONDS, first);
  }

  private static JsonNode onlyCase(Measurement... measurements) throws IOException {
    return root(Runs.of(List.of("a"), measurements)).get("cases").get(0);
  }

  private static JsonNode root(Summary summary) throws IOException {
    return new ObjectMapper().readTree(JsonReport.of(summary));
  }
}
