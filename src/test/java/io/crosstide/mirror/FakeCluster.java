package io.crosstide.mirror;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A Kafka-shaped cluster in memory: partitions with real v2 batches, a transaction coordinator and
 * the registry of lanes' producer ids. Every partition has a leader of its own. Does not do:
 * connections and their order (see {@link FakeNetwork}), quotas, authorisation, topic ids.
 */
final class FakeCluster {
  final String name;
  final FakeCoordinator coordinator;

  /** Producer ids of lanes that write here, and the cluster that each reads from. */
  final Map<Long, String> registry = new HashMap<>();

  /** The same for the lane itself. */
  final Map<Long, LaneId> registeredLanes = new HashMap<>();

  final Map<TargetPartition, FakePartition> partitions = new LinkedHashMap<>();
  private final Timeline timeline;
  private final FakePartition.Watcher watcher;

  FakeCluster(String name, long firstProducerId, Timeline timeline, FakePartition.Watcher watcher) {
    this.name = name;
    this.timeline = timeline;
    this.watcher = watcher;
    this.coordinator = new FakeCoordinator(timeline, firstProducerId);
  }

  FakePartition partition(String topic, int partition) {
    return partition(new TargetPartition(topic, partition));
  }

  FakePartition partition(TargetPartition partition) {
    return partitions.computeIfAbsent(
        partition, p -> new FakePartition(name, p, timeline, watcher));
  }
}
