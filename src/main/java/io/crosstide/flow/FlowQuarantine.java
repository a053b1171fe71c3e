package io.crosstide.flow;

import io.crosstide.kafka.ClusterAdmin;
import io.crosstide.kafka.ClusterIdentity;
import io.crosstide.kafka.ClusterProperties;
import io.crosstide.kafka.ProducerRegistry;
import io.crosstide.kafka.Quarantine;
import io.crosstide.kafka.ReplayWriter;
import io.crosstide.topology.Flow;
import io.crosstide.topology.SecretSource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The records of a flow that its target refused. */
public final class FlowQuarantine {
  private final Flow flow;
  private final FlowClients clients;

  public FlowQuarantine(Flow flow, SecretSource secrets) {
    this.flow = flow;
    this.clients = FlowClients.of(flow, secrets);
  }

  /**
   * A record that waits, or that was replayed.
   *
   * @param outcome empty while nothing was tried; {@code replayed}, or why it was refused again
   */
  public record Entry(
      String topic,
      int partition,
      long offset,
      String targetTopic,
      Instant parkedAt,
      String error,
      String reason,
      Optional<String> outcome) {}

  /**
   * What waits, in the order in which it was parked.
   *
   * @throws io.crosstide.kafka.ClusterException when the target does not answer or refuses
   */
  public List<Entry> list() {
    return new Quarantine(flow.name(), clients.target())
        .list().stream().map(parked -> entry(parked, Optional.empty())).toList();
  }

  /**
   * Writes what waits to the ends of the partitions where it should have gone.
   *
   * @throws io.crosstide.kafka.ClusterException when a cluster does not answer or refuses
   */
  public List<Entry> replay() {
    var source = cluster(flow.source().alias(), clients.source());
    var target = cluster(flow.target().alias(), clients.target());
    try (var writer = new ReplayWriter(flow.name(), clients.produce(), source, target)) {
      return new Quarantine(flow.name(), clients.target())
          .replay(writer).stream()
              .map(done -> entry(done.parked(), Optional.of(done.failure().orElse("replayed"))))
              .toList();
    }
  }

  private ProducerRegistry.Cluster cluster(String alias, ClusterProperties properties) {
    try (var admin = new ClusterAdmin(properties, "crosstide-quarantine-" + flow.name())) {
      String id = admin.observe(topic -> false).clusterId();
      return new ProducerRegistry.Cluster(new ClusterIdentity(alias, id), properties);
    }
  }

  private static Entry entry(Quarantine.Parked parked, Optional<String> outcome) {
    return new Entry(
        parked.lane().sourceTopic(),
        parked.lane().partition(),
        parked.offset(),
        parked.targetTopic(),
        Instant.ofEpochMilli(parked.parkedAtMs()),
        parked.error(),
        parked.reason(),
        outcome);
  }
}
