package io.crosstide.bench.report;

import java.util.Arrays;
import java.util.List;

/** What the chart shows side by side. */
enum Panel {
  THROUGHPUT("Throughput", "MB/s", Metric.MB_PER_SECOND),
  CPU("Mirror CPU", "seconds per GB", Metric.CPU_SECONDS_PER_GB),
  MEMORY("Peak memory", "MB resident", Metric.PEAK_RSS_MB),
  FIRST_RECORD("First record", "seconds", Metric.FIRST_RECORD_SECONDS),
  IDLE("Idle CPU", "% of a core", Metric.IDLE_CPU_PERCENT),
  LATENCY("Latency p99", "ms", Metric.LATENCY_P99_MS);

  private final String title;
  private final String unit;
  private final Metric metric;

  Panel(String title, String unit, Metric metric) {
    this.title = title;
    this.unit = unit;
    this.metric = metric;
  }

  String title() {
    return title;
  }

  /** The unit, and what to wish for. */
  String subtitle() {
    return unit + (metric.moreIsBetter() ? ", more is better" : ", less is better");
  }

  String unit() {
    return unit;
  }

  Metric metric() {
    return metric;
  }

  /** Those that have a figure in one of these cases. */
  static List<Panel> filled(Summary summary, List<BenchRun.Scene> scenes) {
    return Arrays.stream(values())
        .filter(panel -> scenes.stream().anyMatch(scene -> panel.isFilled(summary, scene.name())))
        .toList();
  }

  private boolean isFilled(Summary summary, String scenario) {
    return summary.contenders(scenario).stream()
        .anyMatch(contender -> summary.spread(scenario, contender, metric).isPresent());
  }
}
