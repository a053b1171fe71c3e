package io.crosstide.flow;

import io.crosstide.kafka.ClusterIdentity;
import io.crosstide.kafka.LedgerTopic;
import io.crosstide.kafka.ProducerRegistry;
import io.crosstide.kafka.QuarantineTopic;
import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LaneSettings;
import io.crosstide.mirror.MirrorLoop;
import io.crosstide.mirror.Pace;
import io.crosstide.mirror.TargetPartition;
import io.crosstide.reconcile.ObservedCluster;
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
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/**
 * The running half of a flow: its ports on both clusters, its loops, the lanes that are this
 * instance's. Made once both clusters have answered.
 */
final class FlowMirror {
  /**
   * Ledgers read so long ago are read again for lanes that another instance may have had since: the
   * older they are, the longer the tail that recovery reads.
   */
  static final long LEDGER_FRESH_MS = 5_000;

  private final LedgerTopic ledger;
  private final ProducerRegistry registry;
  private final QuarantineTopic quarantine;
  private final FlowLoops loops;
  private final MirrorMakerPositions positions;
  private final Map<LaneId, LaneSettings> lanes = new HashMap<>();

  /** What was wanted the last time, this instance's or not. */
  private Set<LaneId> known = Set.of();

  private long loadedAtMs;

  /** Ids of the source's topics, as they were seen last; also of those that are gone. */
  private final Map<String, String> topicIds = new HashMap<>();

  /** The ids of the clusters between which a flow runs. */
  record ClusterIds(String source, String target) {}

  /**
   * Connects and begins to run, without lanes.
   *
   * @param lease whether this instance may write, milliseconds of {@link System#nanoTime}
   * @throws io.crosstide.kafka.ClusterException when the ledger can't be read; nothing is left open
   *     then
   */
  FlowMirror(
      Flow flow,
      FlowClients clients,
      ClusterIds ids,
      LongPredicate lease,
      LatencyObserver latency) {
    String name = flow.name();
    EventSink sink = delivery -> loops().deliver(delivery);
    ledger =
        new LedgerTopic(
            name, clients.target(), LedgerTopic.DEFAULT_TOPIC, OptionalInt.empty(), sink);
    ledger.storeWhile(() -> lease.test(nowMs()));
    try {
      load();
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
    positions = new MirrorMakerPositions(flow, clients.target(), ledger::mirroredBefore);
    registry =
        new ProducerRegistry(
            name,
            new ProducerRegistry.Cluster(
                new ClusterIdentity(flow.source().alias(), ids.source()), clients.source()),
            new ProducerRegistry.Cluster(
                new ClusterIdentity(flow.target().alias(), ids.target()), clients.target()),
            OptionalInt.empty(),
            InstantSource.system(),
            sink);
    quarantine = new QuarantineTopic(name, clients.target(), sink);
    var shared =
        new FlowLoop.Shared(
            flow,
            clients,
            registry,
            ledger,
            quarantine,
            lease,
            newestMs -> latency.observed(name, InstantSource.system().millis() - newestMs));
    loops = new FlowLoops(shared, FlowLoops.forThisMachine());
  }

  /** Ports answer only what lanes ask, and there are no lanes before the constructor is done. */
  private FlowLoops loops() {
    return loops;
  }

  /**
   * Adds, changes and ends lanes until exactly the wanted ones run that are this instance's. One
   * thread.
   *
   * @param owned whether a target partition is this instance's; asked more than once
   * @throws io.crosstide.kafka.ClusterException when the ledgers of lanes that somebody else had
   *     can't be read
   */
  void run(
      Map<LaneId, LaneSettings> wanted,
      Predicate<TargetPartition> owned,
      Map<String, Pace> paceByTopic) {
    if (gains(wanted, owned) && nowMs() - loadedAtMs > LEDGER_FRESH_MS) {
      load();
    }
    known = Set.copyOf(wanted.keySet());
    arrange(wanted, owned, paceByTopic);
  }

  /**
   * Takes note of the source as it is. When a topic was created again the ledgers are read again:
   * those of another instance tell where its former records went.
   *
   * @throws io.crosstide.kafka.ClusterException when they can't be read
   */
  void look(ObservedCluster source) {
    Map<String, String> now = new HashMap<>();
    source.topics().forEach((name, topic) -> now.put(name, topic.topicId()));
    if (now.entrySet().stream().anyMatch(topic -> isAnother(topic.getKey(), topic.getValue()))) {
      load();
    }
    topicIds.putAll(now);
  }

  private boolean isAnother(String topic, String id) {
    return !topicIds.getOrDefault(topic, id).equals(id);
  }

  private void load() {
    loadedAtMs = nowMs();
    ledger.load();
  }

  private static long nowMs() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** Whether lanes become this instance's that were there before and were not. */
  private synchronized boolean gains(
      Map<LaneId, LaneSettings> wanted, Predicate<TargetPartition> owned) {
    return known.stream()
        .filter(id -> wanted.containsKey(id) && !lanes.containsKey(id))
        .anyMatch(id -> owned.test(wanted.get(id).target()));
  }

  private synchronized void arrange(
      Map<LaneId, LaneSettings> wanted,
      Predicate<TargetPartition> owned,
      Map<String, Pace> paceByTopic) {
    for (LaneId id : List.copyOf(lanes.keySet())) {
      LaneSettings settings = wanted.get(id);
      if (settings == null || !owned.test(settings.target())) {
        lanes.remove(id);
        MirrorLoop loop = loops.of(id).orElseThrow();
        if (settings == null) {
          loop.remove(id);
        } else {
          loop.revoke(id);
        }
      }
    }
    wanted.forEach(
        (id, settings) -> {
          if (owned.test(settings.target())) {
            begin(id, settings, paceByTopic.getOrDefault(id.sourceTopic(), Pace.UNLIMITED));
          }
        });
  }

  private void begin(LaneId id, LaneSettings settings, Pace pace) {
    MirrorLoop loop = loops.place(id, lanes.keySet());
    LaneSettings present = lanes.put(id, settings);
    if (present == null) {
      loop.add(id, settings, pace);
    } else if (begunAnew(present, settings)) {
      loop.remove(id);
      loop.add(id, settings, pace);
    } else if (!present.equals(settings)) {
      loop.change(id, settings);
    }
  }

  /** These are to be another instance's: their lanes go on until it fences them. Any thread. */
  synchronized void revoked(Set<TargetPartition> partitions) {
    without(partitions).forEach(id -> loops.of(id).orElseThrow().revoke(id));
  }

  /** These may be another instance's already: their lanes end. Any thread. */
  synchronized void lost(Set<TargetPartition> partitions) {
    without(partitions).forEach(id -> loops.of(id).orElseThrow().lose(id));
  }

  private List<LaneId> without(Set<TargetPartition> partitions) {
    List<LaneId> gone =
        lanes.entrySet().stream()
            .filter(lane -> partitions.contains(lane.getValue().target()))
            .map(Map.Entry::getKey)
            .toList();
    gone.forEach(lanes::remove);
    return gone;
  }

  /**
   * Those of the lanes that are planned whose start is known, with it; {@link #unknownStarts} says
   * why others are missing.
   *
   * @throws io.crosstide.kafka.ClusterException when positions that are wanted can't be read
   */
  Map<LaneId, LaneSettings> resolved(Map<LaneId, LaneSettings> planned) {
    return positions.resolved(planned);
  }

  /** Why lanes don't begin, by subject; empty when all do. */
  Map<String, String> unknownStarts() {
    return positions.trouble();
  }

  /**
   * A lane begins anew into another partition; when other batches are to be left out, for what it
   * has left out so far must be in its ledger first; and when it promises something else, for that
   * is decided when it claims its id.
   */
  private static boolean begunAnew(LaneSettings present, LaneSettings next) {
    return !present.target().equals(next.target())
        || present.forward() != next.forward()
        || present.delivery() != next.delivery();
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
    loops.deliver(new Delivery(id, Delivery.ANY_TERM, new LaneEvent.SourceEnd(readableEnd, atMs)));
  }

  List<LaneStatus> lanes() {
    return loops.lanes();
  }

  boolean alive() {
    return loops.alive();
  }

  /**
   * Waits for what is under way, at most {@code settleMs}, then lets go of both clusters; the
   * ledger is stored last. Each part has a bound of its own.
   */
  void close(long settleMs) throws InterruptedException {
    try {
      loops.close(settleMs);
    } finally {
      quarantine.close();
      registry.close();
      ledger.close();
    }
  }
}
