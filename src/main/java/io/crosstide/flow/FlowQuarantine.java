package io.crosstide.flow;

import io.crosstide.kafka.ClusterAdmin;
import io.crosstide.kafka.ClusterIdentity;
import io.crosstide.kafka.ClusterProperties;
import io.crosstide.kafka.ProducerRegistry;
import io.crosstide.kafka.Quarantine;
import io.crosstide.kafka.ReplayWriter;
import io.crosstide.ledger.Standing;
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
   * @param outcome empty while nothing was tried; {@code replayed}, {@code mirrored already}, or
   *     why it waits on
   * @param waits whether it is still in quarantine
   */
  public record Entry(
      String topic,
      int partition,
      long offset,
      String targetTopic,
      Instant parkedAt,
      String error,
      String reason,
      Optional<String> outcome,
      boolean waits) {}

  /**
   * What waits, in the order in which it was parked.
   *
   * @throws io.crosstide.kafka.ClusterException when the target does not answer or refuses
   */
  public List<Entry> list() {
    return new Quarantine(flow.name(), clients.target())
        .list().stream().map(parked -> entry(parked, Optional.empty(), true)).toList();
  }

  /**
   * Writes what waits to the ends of the partitions where it should have gone, unless its lane has
   * mirrored it after all.
   *
   * @throws io.crosstide.kafka.ClusterException when a cluster does not answer or refuses
   */
  public List<Entry> replay() {
    var source = cluster(flow.source().alias(), clients.source());
    var target = cluster(flow.target().alias(), clients.target());
    try (var writer = new ReplayWriter(flow.name(), clients.produce(), source, target)) {
      return new Quarantine(flow.name(), clients.target())
          .replay(writer).stream().map(FlowQuarantine::entry).toList();
    }
  }

  private ProducerRegistry.Cluster cluster(String alias, ClusterProperties properties) {
    try (var admin = new ClusterAdmin(properties, "crosstide-quarantine-" + flow.name())) {
      String id = admin.observe(topic -> false).clusterId();
      return new ProducerRegistry.Cluster(new ClusterIdentity(alias, id), properties);
    }
  }

  private static Entry entry(Quarantine.Replayed done) {
    String well = done.standing() == Standing.MIRRORED ? "mirrored already" : "replayed";
    return entry(
        done.parked(), Optional.of(done.failure().orElse(well)), done.failure().isPresent());
  }

  private static Entry entry(Quarantine.Parked parked, Optional<String> outcome, boolean waits) {
    return new Entry(
        parked.lane().sourceTopic(),
        parked.lane().partition(),
        parked.offset(),
        parked.targetTopic(),
        Instant.ofEpochMilli(parked.parkedAtMs()),
        parked.error(),
        parked.reason(),
        outcome,
        waits);
  }
}
