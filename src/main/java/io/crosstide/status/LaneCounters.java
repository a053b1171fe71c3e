package io.crosstide.status;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The counters of one flow's lanes, summed up to a detail. A sum must not fall when a lane goes
 * away: Prometheus would take that for a restart and count all the rest again. So sums grow by what
 * each lane gained since the last scrape, for which the lanes of that scrape are remembered.
 */
final class LaneCounters {
  private record Counter(Metric metric, String label, String value) {}

  private record Series(Counter counter, List<String> place) {}

  private record Partition(String topic, int number) {}

  private Map<Series, Long> sums = Map.of();
  private Map<Partition, LaneStatus> lanes = Map.of();

  /** Adds the samples of every series that still has a lane. */
  void collect(FlowStatus flow, Detail detail, Samples samples) {
    Map<Series, Long> risen = new LinkedHashMap<>();
    Map<Partition, LaneStatus> seen = new HashMap<>();
    for (LaneStatus lane : flow.lanes()) {
      Partition partition = new Partition(lane.topic(), lane.partition());
      Map<Counter, Long> before = countsBefore(partition, lane);
      List<String> place = detail.labelValues(flow.name(), lane);
      counts(lane)
          .forEach(
              (counter, count) -> {
                Series series = new Series(counter, place);
                // A series that begins now (new, or another detail) takes all the lane has counted.
                long counted = sums.containsKey(series) ? before.getOrDefault(counter, 0L) : 0;
                risen.merge(series, count - counted, Long::sum);
              });
      seen.put(partition, lane);
    }
    risen.replaceAll((series, gained) -> gained + sums.getOrDefault(series, 0L));
    sums = risen;
    lanes = seen;
    risen.forEach((series, sum) -> add(samples, detail, series, sum));
  }

  /** What the lane had counted at the last scrape; nothing when it began again since. */
  private Map<Counter, Long> countsBefore(Partition partition, LaneStatus lane) {
    LaneStatus before = lanes.get(partition);
    return before == null || before.records() > lane.records() ? Map.of() : counts(before);
  }

  private static Map<Counter, Long> counts(LaneStatus lane) {
    Map<Counter, Long> counts = new LinkedHashMap<>();
    counts.put(new Counter(Metric.RECORDS, "", ""), lane.records());
    counts.put(new Counter(Metric.BYTES, "", ""), lane.bytes());
    counts.put(new Counter(Metric.RETRIES, "", ""), lane.retries());
    lane.batches()
        .forEach((path, count) -> counts.put(new Counter(Metric.BATCHES, "path", path), count));
    lane.dropped()
        .forEach(
            (reason, count) ->
                counts.put(new Counter(Metric.DROPPED_BATCHES, "reason", reason), count));
    return counts;
  }

  private static void add(Samples samples, Detail detail, Series series, long sum) {
    Counter counter = series.counter();
    if (counter.label().isEmpty()) {
      samples.add(counter.metric(), detail.labels(), series.place(), (double) sum);
      return;
    }
    samples.add(
        counter.metric(),
        Samples.with(detail.labels(), counter.label()),
        Samples.with(series.place(), counter.value()),
        (double) sum);
  }
}
