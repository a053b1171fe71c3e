package io.crosstide.bench.report;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What is said first about Crosstide in a case. The names are what other programs read. */
enum Headline {
  THROUGHPUT_VS_MM2_TUNED(
      "throughput vs MM2 tuned", Metric.RECORDS_PER_SECOND, Contenders.MM2_TUNED),
  THROUGHPUT_VS_MM2_DEFAULT(
      "throughput vs MM2 default", Metric.RECORDS_PER_SECOND, Contenders.MM2_DEFAULT),
  CPU_PER_GB_VS_MM2_TUNED("CPU/GB vs MM2 tuned", Metric.CPU_SECONDS_PER_GB, Contenders.MM2_TUNED),
  CPU_PER_GB_VS_MM2_DEFAULT(
      "CPU/GB vs MM2 default", Metric.CPU_SECONDS_PER_GB, Contenders.MM2_DEFAULT),
  FRACTION_OF_FLOOR("of the floor", Metric.RECORDS_PER_SECOND, Contenders.FLOOR),
  RSS_MB("peak RSS MB", Metric.PEAK_RSS_MB, ""),
  LATENCY_P99_MS("p99 ms", Metric.LATENCY_P99_MS, ""),
  LATENCY_P99_VS_MM2_TUNED("p99 vs MM2 tuned", Metric.LATENCY_P99_MS, Contenders.MM2_TUNED),
  FIRST_RECORD_S("first record s", Metric.FIRST_RECORD_SECONDS, "");

  private final String title;
  private final Metric metric;
  private final String against;

  /**
   * @param against whose median Crosstide's is divided by; empty for the median itself
   */
  Headline(String title, Metric metric, String against) {
    this.title = title;
    this.metric = metric;
    this.against = against;
  }

  String title() {
    return title;
  }

  String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty when a figure for it is missing. */
  OptionalDouble in(Summary summary, String scenario) {
    return against.isEmpty()
        ? summary.median(scenario, Contenders.CROSSTIDE, metric)
        : summary.ratio(scenario, metric, Contenders.CROSSTIDE, against);
  }

  /** As {@link #in}, for people. */
  Optional<String> text(Summary summary, String scenario) {
    if (against.isEmpty()) {
      return summary.spread(scenario, Contenders.CROSSTIDE, metric).map(Figures::withSpread);
    }
    OptionalDouble ratio = in(summary, scenario);
    if (ratio.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        against.equals(Contenders.FLOOR)
            ? Figures.share(ratio.getAsDouble())
            : Figures.ratio(ratio.getAsDouble()));
  }
}
