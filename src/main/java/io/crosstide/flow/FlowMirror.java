package io.crosstide.flow;

import io.crosstide.kafka.ClusterIdentity;
import io.crosstide.kafka.KafkaTarget;
import io.crosstide.kafka.LedgerTopic;
import io.crosstide.kafka.ProducerRegistry;
import io.crosstide.kafka.QuarantineTopic;
import io.crosstide.kafka.RecordRebuilder;
import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.mirror.MirrorLoop;
import io.crosstide.mirror.Pace;
import io.crosstide.status.LaneStatus;
import io.crosstide.status.LatencyObserver;
import io.crosstide.topology.Flow;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The running half of a flow: its ports on both clusters, its loop, its lanes. Made once both
 * clusters have answered.
 */
final class FlowMirror {
  private final LedgerTopic ledger;
  private final ProducerRegistry registry;
  private final SourceByIsolation source;
  private final KafkaTarget target;
  private final QuarantineTopic quarantine;
  private final MirrorLoop loop;
  private final LoopThread thread;
  private final Map<LaneId, LaneSettings> lanes = new HashMap<>();

  /**
   * Connects and begins to run, without lanes.
   *
   * @param sourceId the source's cluster id
   * @param targetId the target's cluster id
   * @throws io.crosstide.kafka.ClusterException when the ledger can't be read; nothing is left open
   *     then
   */
  FlowMirror(
      Flow flow, FlowClients clients, String sourceId, String targetId, LatencyObserver latency) {
    String name = flow.name();
    EventSink sink = delivery -> loop().deliver(delivery);
    ledger =
        new LedgerTopic(
            name, clients.target(), LedgerTopic.DEFAULT_TOPIC, OptionalInt.empty(), sink);
    try {
      ledger.load();
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
    registry =
        new ProducerRegistry(
            name,
            new ProducerRegistry.Cluster(
                new ClusterIdentity(flow.source().alias(), sourceId), clients.source()),
            new ProducerRegistry.Cluster(
                new ClusterIdentity(flow.target().alias(), targetId), clients.target()),
            OptionalInt.empty(),
            InstantSource.system(),
            sink);
    quarantine = new QuarantineTopic(name, clients.target(), sink);
    source = new SourceByIsolation(flow, clients.fetch(), sink);
    target = new KafkaTarget(name, clients.produce(), sink);
    var ports =
        new MirrorLoop.Ports(
            source,
            target,
            registry,
            ledger,
            quarantine,
            new RecordRebuilder(),
            InstantSource.system()::millis);
    loop =
        new MirrorLoop(
            ports, newestMs -> latency.observed(name, InstantSource.system().millis() - newestMs));
    thread = new LoopThread(name, loop, target);
    thread.start();
  }

  /** Ports answer only what lanes ask, and there are no lanes before the constructor is done. */
  private MirrorLoop loop() {
    return loop;
  }

  /** Adds, changes and ends lanes until exactly these run. One thread. */
  void run(Map<LaneId, LaneSettings> wanted, Map<String, Pace> paceByTopic) {
    wanted.forEach(
        (id, settings) -> {
          LaneSettings present = lanes.put(id, settings);
          if (present == null) {
            loop.add(id, settings, paceByTopic.getOrDefault(id.sourceTopic(), Pace.UNLIMITED));
          } else if (!present.target().equals(settings.target())) {
            loop.remove(id);
            loop.add(id, settings, paceByTopic.getOrDefault(id.sourceTopic(), Pace.UNLIMITED));
          } else if (!present.equals(settings)) {
            loop.change(id, settings);
          }
        });
    lanes
        .keySet()
        .removeIf(
            id -> {
              boolean gone = !wanted.containsKey(id);
              if (gone) {
                loop.remove(id);
              }
              return gone;
            });
  }

  /** Whether a partition of this topic was mirrored before this process began. */
  boolean mirroredBefore(String sourceTopic) {
    return ledger.mirroredBefore(sourceTopic);
  }

  /** Ids of the source topics that were mirrored from this name into that target topic. */
  Set<String> sourceIds(String sourceTopic, String targetTopic) {
    return ledger.sourceIds(sourceTopic, targetTopic);
  }

  /** Why the ledger is not stored at present, empty when it is. */
  Optional<Failure> ledgerTrouble() {
    return ledger.trouble();
  }

  /** Tells a lane that fetches nothing how far its source has gone. */
  void sourceEnd(LaneId id, long readableEnd) {
    long atMs = InstantSource.system().millis();
    loop.deliver(new Delivery(id, Delivery.ANY_TERM, new LaneEvent.SourceEnd(readableEnd, atMs)));
  }

  List<LaneStatus> lanes() {
    return thread.lanes();
  }

  boolean alive() {
    return thread.alive() && source.alive();
  }

  /**
   * Waits for what is under way, at most {@code settleMs}, then lets go of both clusters; the
   * ledger is stored last. Each part has a bound of its own.
   */
  void close(long settleMs) throws InterruptedException {
    try {
      thread.close(List.copyOf(lanes.keySet()), settleMs);
    } finally {
      source.close();
      target.close();
      quarantine.close();
      registry.close();
      ledger.close();
    }
  }
}
