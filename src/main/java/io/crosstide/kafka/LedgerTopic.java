package io.crosstide.kafka;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.MalformedLedgerException;
import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.LedgerPort;
import io.crosstide.mirror.TargetPartition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Ledgers of one flow in a compacted topic of its target: one record per segment. Stored about once
 * a second by a thread of its own, so what is stored lags behind the data and never leads it. Call
 * {@link #load} first, and again before opening lanes that another process has owned since. Two
 * processes that store one lane: the later write stands, and recovery makes up for the rest.
 */
public final class LedgerTopic implements LedgerPort {
  /** Name of the topic unless it is set. */
  public static final String DEFAULT_TOPIC = "__crosstide-ledger";

  /** Pause between two rounds of storing. */
  static final long FLUSH_INTERVAL_MS = 1_000;

  /** What {@link #close} spends on storing the rest. */
  static final long CLOSE_FLUSH_MS = 2_000;

  private static final Logger LOG = Logger.getLogger(LedgerTopic.class);

  private final String flow;
  private final ClusterProperties target;
  private final StateTopic topic;
  private final EventSink sink;
  private final ScheduledExecutorService flusher;
  private final Map<LedgerKey, LedgerEntry> entries = new ConcurrentHashMap<>();
  private final Map<LaneId, LedgerEntry> open = new ConcurrentHashMap<>();
  private final StoreProgress progress = new StoreProgress();
  private final LedgerReread reread;
  private volatile Map<LedgerKey, MalformedLedgerException> malformed = Map.of();
  private volatile Set<String> loadedTopics = Set.of();
  private volatile LedgerWriter writer;
  private final AtomicBoolean roundAsked = new AtomicBoolean();
  private final LedgerTrouble trouble;
  private volatile boolean closed;
  private volatile BooleanSupplier member = () -> true;

  /**
   * Connects to nothing yet.
   *
   * @param replicationFactor of the topic when it has to be created; empty: 3, or the number of
   *     brokers when that is smaller
   */
  public LedgerTopic(
      String flow,
      ClusterProperties target,
      String topic,
      OptionalInt replicationFactor,
      EventSink sink) {
    this.flow = flow;
    this.sink = sink;
    this.target = target;
    this.topic = new StateTopic(topic, LedgerKey.PARTITIONS, replicationFactor);
    this.trouble = new LedgerTrouble(flow, target, this.topic);
    this.flusher = NamedThreads.scheduler("crosstide-ledger-" + flow);
    this.reread =
        new LedgerReread(
            flow, () -> LedgerLoad.read(flow, target, "crosstide-ledger-" + flow, this.topic));
  }

  /** Stores only while this says so: what a former owner stores may replace what is newer. */
  public void storeWhile(BooleanSupplier allowed) {
    member = allowed;
  }

  /**
   * Creates the topic when it is missing, and reads all of this flow's ledgers that are not open.
   * Blocks as long as there is progress, at most 30 s without.
   *
   * @throws ClusterException when the target does not answer or refuses
   * @throws MalformedLedgerException when the topic holds keys of a newer version
   */
  public synchronized void load() {
    String id = "crosstide-ledger-" + flow;
    LedgerLoad load = LedgerLoad.read(flow, target, id, topic);
    take(load);
    loadedTopics =
        entries.keySet().stream()
            .map(LedgerKey::sourceTopic)
            .collect(Collectors.toUnmodifiableSet());
    if (writer == null && !closed) {
      writer = new LedgerWriter(target, id, topic.name(), load.partitions());
      flusher.scheduleWithFixedDelay(
          this::storeChanged, FLUSH_INTERVAL_MS, FLUSH_INTERVAL_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void take(LedgerLoad load) {
    malformed = load.malformed();
    malformed.values().forEach(e -> LOG.errorf("flow=%s %s", flow, e.getMessage()));
    load.forEach(
        (key, ledger) ->
            entries.compute(
                key,
                (k, old) ->
                    old != null && (old.isOpen() || !old.isStored())
                        ? old
                        : new LedgerEntry(key, ledger)));
  }

  /**
   * {@inheritDoc}
   *
   * @throws MalformedLedgerException when what is stored can't be read: the lane must not start, it
   *     would mirror everything again
   */
  @Override
  public LaneLedger open(LaneId lane, TargetPartition partition) {
    if (writer == null) {
      throw new IllegalStateException("open " + lane + " before the ledgers are loaded");
    }
    LedgerKey key =
        new LedgerKey(lane.flow(), lane.sourceTopic(), lane.partition(), partition.topic());
    MalformedLedgerException unreadable = malformed.get(key);
    if (unreadable != null) {
      throw unreadable;
    }
    LedgerEntry entry =
        entries.compute(
            key,
            (k, old) -> {
              LedgerEntry e = old == null ? new LedgerEntry(k, LaneLedger.empty()) : old;
              e.open(true);
              return e;
            });
    LedgerEntry before = open.put(lane, entry);
    if (before != null && !before.key().equals(key)) {
      before.open(false);
    }
    return entry.ledger();
  }

  @Override
  public void changed(LaneId lane) {
    opened(lane).changed();
  }

  private LedgerEntry opened(LaneId lane) {
    LedgerEntry entry = open.get(lane);
    if (entry == null) {
      throw new IllegalStateException("ledger of " + lane + " is not open");
    }
    return entry;
  }

  @Override
  public void store(LaneId lane, long term) {
    LedgerEntry entry = opened(lane);
    entry.changed(outcome -> sink.deliver(new Delivery(lane, term, event(outcome))));
    askForRound();
  }

  private static LaneEvent event(Optional<Failure> outcome) {
    return outcome
        .<LaneEvent>map(failure -> new LaneEvent.OperationFailed("storeLedger", failure))
        .orElseGet(LaneEvent.LedgerStored::new);
  }

  @Override
  public void read(LaneId lane, long term) {
    LedgerEntry entry = opened(lane);
    reread.ask(entry, answer -> sink.deliver(new Delivery(lane, term, answer)));
  }

  @Override
  public void hold(LaneId lane) {
    opened(lane).hold();
  }

  @Override
  public void release(LaneId lane) {
    LedgerEntry entry = open.remove(lane);
    if (entry != null) {
      entry.open(false);
      if (!entry.isStored()) {
        askForRound();
      }
    }
  }

  /** Whether a partition of this topic had begun when the ledgers were loaded. */
  public boolean mirroredBefore(String sourceTopic) {
    return loadedTopics.contains(sourceTopic);
  }

  /**
   * Ids of the source topics that the ledgers of a source and a target topic are about; mostly one.
   */
  public Set<String> sourceIds(String sourceTopic, String targetTopic) {
    return entries.values().stream()
        .filter(entry -> entry.key().between(sourceTopic, targetTopic))
        .map(entry -> entry.ledger().notes().logs().source())
        .filter(id -> !id.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Why ledgers could not be stored the last time, empty when they were. */
  public Optional<Failure> trouble() {
    return trouble.present();
  }

  @Override
  public boolean flush(long timeoutMs) {
    return progress.await(List.copyOf(entries.values()), timeoutMs, this::askForRound);
  }

  /** A round of storing, soon; rounds that are asked for together are one. */
  private void askForRound() {
    if (roundAsked.compareAndSet(false, true)) {
      try {
        flusher.execute(this::storeChanged);
      } catch (RejectedExecutionException e) {
        LOG.debugf("flow=%s closed, ledgers are no longer stored", flow);
      }
    }
  }

  /** One round; runs on the flush thread only. An exception would end the schedule. */
  private void storeChanged() {
    roundAsked.set(false);
    if (!member.getAsBoolean()) {
      return;
    }
    for (LedgerEntry entry : entries.values()) {
      if (entry.waits()) {
        try {
          LedgerEntry.Attempt attempt = entry.begin();
          writer.store(entry.key(), attempt.checkpoint(), e -> finished(entry, attempt, e));
          if (trouble.present().isPresent() && entry.waits()) {
            // Failed before it was sent, after the longest wait: so would every other.
            return;
          }
        } catch (RuntimeException e) {
          LOG.errorf(e, "flow=%s ledger of %s can't be stored", flow, entry.key());
        }
      }
    }
  }

  private void finished(LedgerEntry entry, LedgerEntry.Attempt attempt, Exception error) {
    if (error == null) {
      entry.succeeded(attempt);
      trouble.passed();
    } else {
      entry.failed(attempt, trouble.met(error));
    }
    progress.made();
    if (entry.isAwaited()) {
      askForRound();
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (writer != null && !flush(CLOSE_FLUSH_MS)) {
      LOG.warnf("flow=%s closed before every ledger was stored; recovery reads the rest", flow);
    }
    flusher.shutdownNow();
    reread.close();
    if (writer != null) {
      writer.close();
    }
  }
}
