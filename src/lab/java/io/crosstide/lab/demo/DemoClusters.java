package io.crosstide.lab.demo;

import io.crosstide.lab.LabCluster;
import io.crosstide.lab.Traffic;
import io.crosstide.lab.TrafficTopic;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** One broker per cluster of the topology, by alias. */
final class DemoClusters implements AutoCloseable {
  private final Map<String, LabCluster> clusters = new LinkedHashMap<>();

  /** Prepares clusters whose data lie under the directory; nothing runs yet. */
  DemoClusters(Collection<String> aliases, Path dir) {
    for (String alias : aliases) {
      clusters.put(alias, LabCluster.named(alias).dir(dir.resolve("broker-" + alias)).build());
    }
  }

  /** Starts all of them at the same time. */
  void start() {
    CompletableFuture.allOf(
            clusters.values().stream()
                .map(cluster -> CompletableFuture.runAsync(cluster::start))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  void createTopics(Map<String, List<TrafficTopic>> topics) {
    topics.forEach((alias, list) -> Traffic.createTopics(cluster(alias).admin(), list));
  }

  LabCluster cluster(String alias) {
    return clusters.get(alias);
  }

  Map<String, String> bootstrap() {
    return clusters.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().bootstrap()));
  }

  @Override
  public void close() {
    clusters.values().forEach(LabCluster::close);
  }
}
