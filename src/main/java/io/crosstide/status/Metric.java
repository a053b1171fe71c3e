package io.crosstide.status;

import io.prometheus.client.Collector.Type;
import java.util.List;

/**
 * Every metric of the program: the one list that the exposition, its help texts and {@code
 * docs/metrics.md} come from. Names follow Prometheus: base units, {@code _total} for counters.
 */
enum Metric {
  TOPOLOGY_INFO(
      "crosstide_topology_info",
      Type.GAUGE,
      "",
      "Always 1; the labels name the file or repository and the revision of it that runs",
      "topology",
      "revision"),
  TOPOLOGY_REFUSED(
      "crosstide_topology_refused",
      Type.GAUGE,
      "",
      "1 while the newest revision of the topology is refused and an older one goes on"),
  TOPOLOGY_READABLE(
      "crosstide_topology_readable",
      Type.GAUGE,
      "",
      "1 when the file or repository of the topology could be read the last time"),
  CLUSTER_REACHABLE(
      "crosstide_cluster_reachable",
      Type.GAUGE,
      "",
      "1 when the flow's cluster on this side (source, target) answered the last time it was asked",
      "flow",
      "side"),
  FLOW_LOOPING(
      "crosstide_flow_looping",
      Type.GAUGE,
      "",
      "1 when the flow's loops have made a round lately",
      "flow"),
  FLOW_MEMBERSHIP(
      "crosstide_flow_membership",
      Type.GAUGE,
      "",
      "Always 1; the label says how this instance stands with the others of its flow: joining,"
          + " member, lapsed (may not write at present) or alone (no group at the target)",
      "flow",
      "state"),
  FLOW_CONDITIONS(
      "crosstide_flow_conditions",
      Type.GAUGE,
      "",
      "How many conditions /status lists for an operator",
      "flow"),
  FLOW_LAG_RECORDS(
      "crosstide_flow_lag_records",
      Type.GAUGE,
      "records",
      "Records at the source that the target does not have, over all lanes that know theirs",
      "flow"),
  FLOW_LAG_SECONDS(
      "crosstide_flow_lag_seconds",
      Type.GAUGE,
      "seconds",
      "Age of the oldest record not yet mirrored, over all lanes; 0 when none waits",
      "flow"),
  FLOW_DRIFT(
      "crosstide_flow_drift",
      Type.GAUGE,
      "",
      "Differences in configs and ACLs between the target and what it should be, when they were"
          + " last compared: pending (could not be made) or left-alone (on purpose)",
      "flow",
      "kind"),
  LANES("crosstide_lanes", Type.GAUGE, "", "Lanes in this state", "flow", "state"),
  UNFENCED_LANES(
      "crosstide_unfenced_lanes",
      Type.GAUGE,
      "",
      "Lanes that copy at least once only: the target grants them no transactional id",
      "flow"),
  LANE_METRICS_DETAIL(
      "crosstide_lane_metrics_detail",
      Type.GAUGE,
      "",
      "Always 1; the label says what the lane metrics of this flow are summed up to: partition"
          + " (nothing), topic, or flow",
      "flow",
      "detail"),
  REPLICATION_LATENCY(
      "crosstide_replication_latency_seconds",
      Type.HISTOGRAM,
      "seconds",
      "From a batch's newest record timestamp to the target's acknowledgement, counted per batch",
      "flow"),
  LANE_STATE(
      "crosstide_lane_state",
      Type.GAUGE,
      "",
      "Always 1; the label names the state the lane is in. Only while partitions are shown",
      "flow",
      "topic",
      "partition",
      "state"),
  RECORDS(
      "crosstide_records_total",
      Type.COUNTER,
      "",
      "Records acknowledged by the target",
      "flow",
      "topic",
      "partition"),
  BYTES(
      "crosstide_bytes_total",
      Type.COUNTER,
      "bytes",
      "Bytes of record batches acknowledged by the target, headers included",
      "flow",
      "topic",
      "partition"),
  BATCHES(
      "crosstide_batches_total",
      Type.COUNTER,
      "",
      "Batches acknowledged by the target, by how they crossed: passed, or why they were rebuilt",
      "flow",
      "topic",
      "partition",
      "path"),
  DROPPED_BATCHES(
      "crosstide_dropped_batches_total",
      Type.COUNTER,
      "",
      "Source batches left out on purpose, by reason",
      "flow",
      "topic",
      "partition",
      "reason"),
  RETRIES(
      "crosstide_retries_total",
      Type.COUNTER,
      "",
      "Produce attempts that failed and were tried again",
      "flow",
      "topic",
      "partition"),
  LAG_RECORDS(
      "crosstide_lag_records",
      Type.GAUGE,
      "records",
      "Records at the source that the target does not have, exact in offsets; absent until known",
      "flow",
      "topic",
      "partition"),
  OLDEST_UNMIRRORED_AGE(
      "crosstide_oldest_unmirrored_age_seconds",
      Type.GAUGE,
      "seconds",
      "Age of the oldest record not yet mirrored; 0 when none waits",
      "flow",
      "topic",
      "partition"),
  OPEN_GAPS(
      "crosstide_open_gaps",
      Type.GAUGE,
      "",
      "Gaps in front of which lanes are stopped: the source has deleted what comes next",
      "flow",
      "topic",
      "partition"),
  GAP_RECORDS(
      "crosstide_gap_records",
      Type.GAUGE,
      "records",
      "Source records lost in gaps and resets, in offsets, by the ledger: at most so many",
      "flow",
      "topic",
      "partition"),
  QUARANTINED_RECORDS(
      "crosstide_quarantined_records",
      Type.GAUGE,
      "records",
      "Records the target refused that are in the quarantine topic, by the ledger; the newest 1000",
      "flow",
      "topic",
      "partition");

  private final String exposedName;
  private final Type type;
  private final String unit;
  private final String help;
  private final List<String> labels;

  Metric(String exposedName, Type type, String unit, String help, String... labels) {
    this.exposedName = exposedName;
    this.type = type;
    this.unit = unit;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** Name of the samples, {@code crosstide_records_total}; histograms append to it. */
  String exposedName() {
    return exposedName;
  }

  Type type() {
    return type;
  }

  /** Base unit in Prometheus' words, empty for things that are only counted. */
  String unit() {
    return unit;
  }

  String help() {
    return help;
  }

  /** Labels in full detail. */
  List<String> labels() {
    return labels;
  }

  /** Whether the metric is kept per lane, and summed up when a flow has too many of them. */
  boolean perLane() {
    return labels.contains("partition");
  }
}
