package io.crosstide.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** How it is measured, for the record. */
final class Measuring {
  private Measuring() {}

  static Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "warm-up of the brokers",
        "runs of the floor, then of Crosstide, in latency cases records through each broker alone,"
            + " until two agree within %.0f %%, at most %d of each".formatted(CaseRun.RESTS_WITHIN * 100, CaseRun.MAX_WARM_UPS));
    settings.put("order", "who is last in a round is first in the next");
    settings.put(
        "throughput",
        "from the moment when more than a marker a partition lies at the target to its last growth");
    settings.put(
        "latency",
        "%,d records/s of %d B, acks=all, linger.ms=0; warm-up %d s, measured %d s"
            .formatted(
                LatencyProbe.RECORDS_PER_SECOND,
                LatencyProbe.VALUE_BYTES,
                MirrorRun.LATENCY_WARM_UP.toSeconds(),
                MirrorRun.LATENCY_MEASURED.toSeconds()));
    settings.put(
        "idle",
        "%d s, beginning %d s after the last record"
            .formatted(
                MirrorRun.IDLE_MEASURED.toSeconds(), MirrorRun.IDLE_SETTLED.toSeconds()));
    settings.put(
        "links",
        "a TCP proxy in the benchmark's process delays each way by half of the round trip and limits"
            + " bytes/s; tc netem was not available");
    settings.put("content", "a SHA-256 per partition of all records in order, source against target");
    return settings;
  }
}
