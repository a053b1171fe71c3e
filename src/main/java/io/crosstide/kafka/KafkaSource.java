package io.crosstide.kafka;

import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.SourcePort;
import io.crosstide.topology.StartPosition;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.jboss.logging.Logger;

/**
 * {@link SourcePort} on a real cluster, for the lanes of one flow. Its own thread fetches; callers
 * leave commands in a queue. After a new assignment nothing of the older one is delivered that was
 * not on its way already, and that carries the older term.
 */
public final class KafkaSource implements SourcePort {
  /** How long {@link #close} waits for the thread to end. */
  public static final long CLOSE_TIMEOUT_MS = 5_000;

  private static final Logger LOG = Logger.getLogger(KafkaSource.class);

  /** One fetch, one metadata request and a few questions; more are never sent to one connection. */
  private static final int MAX_IN_FLIGHT = 5;

  /** How long to stand still after a defect in the loop, so that it does not spin. */
  private static final long DEFECT_PAUSE_MS = 200;

  private final String flow;
  private final EventSink sink;
  private final IsolationLevel isolation;
  private final ClusterClient client;
  private final FetchBudget budget;
  private final Operations operations = new Operations();
  private final Fetcher fetcher;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Map<LaneId, SourceLane> assigned = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closing;

  /**
   * Connects in the background; nothing is fetched before a lane is assigned.
   *
   * @param flow the flow's name, {@code nyc->lon}
   * @param properties Kafka client properties of the source; {@code client.rack} turns on fetching
   *     from followers
   * @throws org.apache.kafka.common.KafkaException when the properties make no client
   */
  public KafkaSource(
      String flow, Map<String, String> properties, SourceSettings settings, EventSink sink) {
    this.flow = flow;
    this.sink = sink;
    this.isolation =
        settings.readCommitted() ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
    this.client = new ClusterClient("crosstide-source-" + flow, properties, MAX_IN_FLIGHT);
    this.budget = new FetchBudget(settings.bufferBytes(), this::wakeup);
    String rack = properties.getOrDefault(CommonClientConfigs.CLIENT_RACK_CONFIG, "");
    this.fetcher =
        new Fetcher(
            client,
            budget,
            new BrokerFetch.Settings(isolation, rack),
            operations,
            new ChunkDelivery(sink, budget, settings.readCommitted()));
    this.thread = new Thread(this::run, "crosstide-source-" + flow);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void findStart(LaneId lane, long term, StartPosition position) {
    command(() -> find(lane, term, position));
  }

  @Override
  public void assign(LaneId lane, long term, long offset) {
    if (!lane.flow().equals(flow)) {
      throw new IllegalArgumentException("lane " + lane + " is not of flow " + flow);
    }
    SourceLane wanted = new SourceLane(lane, term, offset);
    assigned.put(lane, wanted);
    command(() -> fetcher.assign(wanted));
  }

  @Override
  public void unassign(LaneId lane) {
    SourceLane gone = assigned.remove(lane);
    if (gone != null) {
      command(() -> fetcher.unassign(gone.partition));
    }
  }

  @Override
  public Failure trouble(LaneId lane) {
    SourceLane known = assigned.get(lane);
    return known == null ? null : known.trouble();
  }

  @Override
  public long bufferedBytes() {
    return budget.heldBytes();
  }

  /** Bounded by {@link #CLOSE_TIMEOUT_MS}. Leases that are open stay valid. */
  @Override
  public void close() {
    closing = true;
    wakeup();
    try {
      thread.join(CLOSE_TIMEOUT_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warnf("flow=%s source thread did not end within %d ms", flow, CLOSE_TIMEOUT_MS);
    }
  }

  private void command(Runnable command) {
    commands.add(command);
    wakeup();
  }

  /** Waking the selector costs a system call: once is enough until the thread has looked. */
  private void wakeup() {
    if (woken.compareAndSet(false, true)) {
      client.wakeup();
    }
  }

  private void run() {
    while (!closing) {
      try {
        runOnce();
      } catch (RuntimeException e) {
        LOG.errorf(e, "flow=%s fetching failed unexpectedly, going on", flow);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DEFECT_PAUSE_MS));
      }
    }
    operations.failAll(Failures.closed());
    client.close();
  }

  private void runOnce() {
    woken.set(false);
    for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
      next.run();
    }
    long now = client.now();
    long wait = operations.tick(now);
    client.poll(Math.min(wait, fetcher.fetch(now)));
  }

  private void find(LaneId lane, long term, StartPosition position) {
    switch (position) {
      case StartPosition.Earliest ignored -> ask(lane, term, ListOffsetsRequest.EARLIEST_TIMESTAMP);
      case StartPosition.Latest ignored -> ask(lane, term, ListOffsetsRequest.LATEST_TIMESTAMP);
      case StartPosition.At at -> ask(lane, term, at.instant().toEpochMilli());
    }
  }

  private void ask(LaneId lane, long term, long timestamp) {
    var question =
        new OffsetQuery.Question(
            new TopicPartition(lane.sourceTopic(), lane.partition()), timestamp, isolation);
    operations.start(
        new OffsetQuery(
            client,
            question,
            offset -> {
              if (offset == OffsetQuery.NONE) {
                // No record is as young as that: begin with the next one that is written.
                ask(lane, term, ListOffsetsRequest.LATEST_TIMESTAMP);
              } else {
                deliver(lane, term, new LaneEvent.StartFound(offset));
              }
            },
            failure -> deliver(lane, term, new LaneEvent.OperationFailed("findStart", failure))));
  }

  private void deliver(LaneId lane, long term, LaneEvent event) {
    sink.deliver(new Delivery(lane, term, event));
  }
}
