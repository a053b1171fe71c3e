package io.crosstide.status;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Puts the snapshot's metrics beside those of the JVM, for as long as the HTTP side is up. */
@Singleton
final class MetricsRegistration {
  private final CollectorRegistry registry;
  private final SnapshotCollector collector;

  @Inject
  MetricsRegistration(
      PrometheusMeterRegistry meters,
      StatusSource status,
      ReplicationLatency latency,
      @ConfigProperty(name = "crosstide.metrics.max-lanes-by-partition") int maxLanesByPartition,
      @ConfigProperty(name = "crosstide.metrics.max-topics-by-topic") int maxTopicsByTopic) {
    this.registry = meters.getPrometheusRegistry();
    this.collector =
        new SnapshotCollector(
            status, latency, new Detail.Limits(maxLanesByPartition, maxTopicsByTopic));
  }

  void register(@Observes StartupEvent event) {
    registry.register(collector);
  }

  void unregister(@Observes ShutdownEvent event) {
    registry.unregister(collector);
  }
}
