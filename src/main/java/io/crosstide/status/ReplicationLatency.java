package io.crosstide.status;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long batches took, per flow, counted into fixed buckets. A plain object, because flows run
 * before the HTTP side of the program is up. A latency below zero (clocks differ) counts as zero.
 */
public final class ReplicationLatency implements LatencyObserver {
  /** Upper bounds of the buckets, milliseconds: 1 ms to 5 min; one more bucket takes the rest. */
  private static final long[] BOUNDS_MS = {
    1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000
  };

  private final Map<String, Counts> countsByFlow = new ConcurrentHashMap<>();

  /**
   * Ready to observe these flows; others may come with a new revision of the topology.
   *
   * @param flows names of the flows
   */
  public ReplicationLatency(Collection<String> flows) {
    flows.forEach(flow -> countsByFlow.put(flow, new Counts()));
  }

  @Override
  public void observed(String flow, long latencyMs) {
    Counts counts = countsByFlow.get(flow);
    if (counts == null) {
      counts = countsByFlow.computeIfAbsent(flow, first -> new Counts());
    }
    counts.add(Math.max(0, latencyMs));
  }

  /** What was counted for this flow so far; all zero for a flow that is not observed. */
  Distribution of(String flow) {
    return countsByFlow.getOrDefault(flow, new Counts()).read();
  }

  /** Upper bounds of the buckets, seconds, without the last, open one. */
  static double[] boundsSeconds() {
    double[] bounds = new double[BOUNDS_MS.length];
    for (int i = 0; i < bounds.length; i++) {
      bounds[i] = BOUNDS_MS[i] / 1000.0;
    }
    return bounds;
  }

  /**
   * @param atMost batches that took no longer than each bound, then all; never falls from one to
   *     the next
   * @param sumSeconds all latencies together, seconds
   */
  record Distribution(long[] atMost, double sumSeconds) {
    long count() {
      return atMost[atMost.length - 1];
    }
  }

  private static final class Counts {
    private final LongAdder[] buckets = new LongAdder[BOUNDS_MS.length + 1];
    private final LongAdder sumMs = new LongAdder();

    Counts() {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }

    void add(long latencyMs) {
      int bucket = 0;
      while (bucket < BOUNDS_MS.length && latencyMs > BOUNDS_MS[bucket]) {
        bucket++;
      }
      buckets[bucket].increment();
      sumMs.add(latencyMs);
    }

    Distribution read() {
      long[] atMost = new long[buckets.length];
      long seen = 0;
      for (int i = 0; i < buckets.length; i++) {
        seen += buckets[i].sum();
        atMost[i] = seen;
      }
      return new Distribution(atMost, sumMs.sum() / 1000.0);
    }
  }
}
