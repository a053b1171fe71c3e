package io.crosstide.status;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.Collector.MetricFamilySamples.Sample;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects the samples of one scrape, by metric. */
final class Samples {
  private final Map<Metric, List<Sample>> byMetric = new EnumMap<>(Metric.class);

  void add(Metric metric, List<String> labels, List<String> values, double value) {
    add(metric, metric.exposedName(), labels, values, value);
  }

  /** For a metric whose labels are the same in every detail. */
  void add(Metric metric, double value, String... labelValues) {
    add(metric, metric.labels(), List.of(labelValues), value);
  }

  void addHistogram(Metric metric, String labelValue, ReplicationLatency.Distribution counted) {
    List<String> names = metric.labels();
    List<String> values = List.of(labelValue);
    double[] bounds = ReplicationLatency.boundsSeconds();
    String base = metric.exposedName();
    for (int i = 0; i < counted.atMost().length; i++) {
      String bound = i < bounds.length ? Double.toString(bounds[i]) : "+Inf";
      add(
          metric,
          base + "_bucket",
          with(names, "le"),
          with(values, bound),
          (double) counted.atMost()[i]);
    }
    add(metric, base + "_count", names, values, (double) counted.count());
    add(metric, base + "_sum", names, values, counted.sumSeconds());
  }

  /** One family for each metric that has a sample. */
  List<MetricFamilySamples> families() {
    List<MetricFamilySamples> families = new ArrayList<>(byMetric.size());
    byMetric.forEach(
        (metric, samples) ->
            families.add(
                new MetricFamilySamples(
                    metric.exposedName(), metric.type(), metric.help(), samples)));
    return families;
  }

  static List<String> with(List<String> list, String more) {
    List<String> longer = new ArrayList<>(list.size() + 1);
    longer.addAll(list);
    longer.add(more);
    return longer;
  }

  private void add(
      Metric metric, String name, List<String> labels, List<String> values, double value) {
    byMetric
        .computeIfAbsent(metric, unused -> new ArrayList<>())
        .add(new Sample(name, labels, values, value));
  }
}
