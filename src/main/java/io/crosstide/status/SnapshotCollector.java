package io.crosstide.status;

import io.prometheus.client.Collector;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns one snapshot per scrape into samples: nothing is registered per lane, so what is gone from
 * the snapshot is gone from the exposition.
 */
final class SnapshotCollector extends Collector {
  private final StatusSource status;
  private final ReplicationLatency latency;
  private final Detail.Limits limits;
  private final Map<String, LaneCounters> countersByFlow = new HashMap<>();

  SnapshotCollector(StatusSource status, ReplicationLatency latency, Detail.Limits limits) {
    this.status = status;
    this.latency = latency;
    this.limits = limits;
  }

  /** One scrape at a time: the counters remember the scrape before. */
  @Override
  public synchronized List<MetricFamilySamples> collect() {
    Snapshot snapshot = status.snapshot();
    Samples samples = new Samples();
    collectTopology(snapshot.revision(), samples);
    for (FlowStatus flow : snapshot.flows()) {
      collectFlow(flow, samples);
      collectLanes(flow, snapshot.takenAt(), samples);
    }
    countersByFlow
        .keySet()
        .retainAll(snapshot.flows().stream().map(FlowStatus::name).collect(Collectors.toSet()));
    return samples.families();
  }

  private static void collectTopology(TopologyStatus topology, Samples samples) {
    samples.add(Metric.TOPOLOGY_INFO, 1, topology.location(), topology.revision());
    samples.add(Metric.TOPOLOGY_REFUSED, oneIf(topology.refused().any()));
    samples.add(Metric.TOPOLOGY_READABLE, oneIf(topology.unreadable().isEmpty()));
  }

  private void collectFlow(FlowStatus flow, Samples samples) {
    String name = flow.name();
    samples.add(Metric.CLUSTER_REACHABLE, oneIf(flow.sourceReachable()), name, "source");
    samples.add(Metric.CLUSTER_REACHABLE, oneIf(flow.targetReachable()), name, "target");
    samples.add(Metric.FLOW_LOOPING, oneIf(flow.looping()), name);
    samples.add(Metric.FLOW_MEMBERSHIP, 1, name, flow.membership());
    samples.add(Metric.FLOW_CONDITIONS, flow.conditions().size(), name);
    samples.add(Metric.FLOW_LAG_RECORDS, (double) flow.lagRecords(), name);
    samples.add(Metric.FLOW_LAG_SECONDS, flow.lagSeconds(), name);
    samples.add(Metric.FLOW_DRIFT, flow.sync().pending(), name, "pending");
    samples.add(Metric.FLOW_DRIFT, flow.sync().leftAlone(), name, "left-alone");
    flow.lanesByState().forEach((state, lanes) -> samples.add(Metric.LANES, lanes, name, state));
    samples.add(Metric.UNFENCED_LANES, flow.unfencedLanes(), name);
    samples.addHistogram(Metric.REPLICATION_LATENCY, name, latency.of(name));
  }

  private void collectLanes(FlowStatus flow, Instant takenAt, Samples samples) {
    Detail detail = limits.of(flow);
    samples.add(Metric.LANE_METRICS_DETAIL, 1, flow.name(), detail.label());
    countersByFlow
        .computeIfAbsent(flow.name(), unused -> new LaneCounters())
        .collect(flow, detail, samples);
    Map<List<String>, Long> lagRecords = new LinkedHashMap<>();
    Map<List<String>, Double> ageSeconds = new LinkedHashMap<>();
    Map<List<String>, Long> openGaps = new LinkedHashMap<>();
    Map<List<String>, Long> gapRecords = new LinkedHashMap<>();
    Map<List<String>, Long> quarantined = new LinkedHashMap<>();
    for (LaneStatus lane : flow.lanes()) {
      List<String> place = detail.labelValues(flow.name(), lane);
      if (lane.lagRecords() >= 0) {
        lagRecords.merge(place, lane.lagRecords(), Long::sum);
      }
      ageSeconds.merge(place, ageSeconds(lane, takenAt), Math::max);
      openGaps.merge(place, (long) lane.losses().openGaps(), Long::sum);
      gapRecords.merge(place, lane.losses().gapOffsets(), Long::sum);
      quarantined.merge(place, lane.losses().quarantined(), Long::sum);
      if (detail == Detail.PARTITION) {
        samples.add(Metric.LANE_STATE, 1, place.get(0), place.get(1), place.get(2), lane.state());
      }
    }
    addAll(samples, Metric.LAG_RECORDS, detail, lagRecords);
    addAll(samples, Metric.OPEN_GAPS, detail, openGaps);
    addAll(samples, Metric.GAP_RECORDS, detail, gapRecords);
    addAll(samples, Metric.QUARANTINED_RECORDS, detail, quarantined);
    ageSeconds.forEach(
        (place, age) -> samples.add(Metric.OLDEST_UNMIRRORED_AGE, detail.labels(), place, age));
  }

  private static void addAll(
      Samples samples, Metric metric, Detail detail, Map<List<String>, Long> sums) {
    sums.forEach((place, sum) -> samples.add(metric, detail.labels(), place, (double) sum));
  }

  private static double ageSeconds(LaneStatus lane, Instant takenAt) {
    long oldestMs = lane.oldestUnmirroredMs();
    return oldestMs < 0 ? 0 : Math.max(0, takenAt.toEpochMilli() - oldestMs) / 1000.0;
  }

  private static double oneIf(boolean holds) {
    return holds ? 1 : 0;
  }
}
