package io.crosstide.kafka;

import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.SourcePort;
import io.crosstide.mirror.SourcePosition;
import io.crosstide.topology.StartPosition;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
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
  /**
   * How long {@link #close} waits for the thread to end, which takes a round without waiting. Many
   * flows end one after the other, and the whole program has 10 s for it.
   */
  public static final long CLOSE_TIMEOUT_MS = 1_000;

  /** Without a round that went well for this long the source counts as dead. */
  public static final long ALIVE_MS = 30_000;

  private static final Logger LOG = Logger.getLogger(KafkaSource.class);

  /** One fetch, one metadata request and a few questions; more are never sent to one connection. */
  private static final int MAX_IN_FLIGHT = 5;

  private final String flow;
  private final EventSink sink;
  private final IsolationLevel isolation;
  private final Supplier<SourceConnection> connect;
  private final FetchBudget budget;
  private final ChunkMemory memory;
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Map<LaneId, SourceLane> assigned = new ConcurrentHashMap<>();
  private final Defects defects;
  private final Thread thread;
  private volatile SourceConnection connection;
  private volatile long lastRoundNanos = System.nanoTime();
  private volatile boolean closing;

  /** Something was thrown in the middle of a poll; the source thread's alone. */
  private boolean broken;

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
    this.budget = new FetchBudget(settings.bufferBytes(), this::wakeup);
    this.defects = new Defects("flow=" + flow + " fetching");
    String rack = properties.getOrDefault(CommonClientConfigs.CLIENT_RACK_CONFIG, "");
    var fetching = new BrokerFetch.Settings(isolation, rack);
    this.memory = new ChunkMemory(settings.bufferBytes());
    var delivery = new ChunkDelivery(sink, budget, memory, settings.readCommitted());
    this.connect =
        () ->
            new SourceConnection(
                new ClusterClient(
                    "crosstide-source-" + flow,
                    properties,
                    MAX_IN_FLIGHT,
                    new ResponseMemory(BrokerFetch.LARGEST_RESPONSE_BYTES)),
                budget,
                fetching,
                delivery);
    this.connection = connect.get();
    this.thread = new Thread(this::run, "crosstide-source-" + flow);
    thread.setDaemon(true);
    thread.start();
  }

  /** Changes what may be in memory, bytes. Any thread. */
  public void bufferBytes(long bytes) {
    budget.limit(bytes);
    memory.limit(bytes);
  }

  @Override
  public void findStart(LaneId lane, long term, StartPosition position) {
    command(() -> find(lane, term, position));
  }

  @Override
  public void assign(LaneId lane, long term, SourcePosition from) {
    if (!lane.flow().equals(flow)) {
      throw new IllegalArgumentException("lane " + lane + " is not of flow " + flow);
    }
    SourceLane wanted = new SourceLane(lane, term, from);
    assigned.put(lane, wanted);
    command(() -> connection.fetcher().assign(wanted));
  }

  @Override
  public void unassign(LaneId lane) {
    SourceLane gone = assigned.remove(lane);
    if (gone != null) {
      command(() -> connection.fetcher().unassign(gone.partition));
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

  @Override
  public boolean alive() {
    long silentNanos = System.nanoTime() - lastRoundNanos;
    return thread.isAlive() && silentNanos < TimeUnit.MILLISECONDS.toNanos(ALIVE_MS);
  }

  /** Bounded by {@link #CLOSE_TIMEOUT_MS}. Leases that are open stay valid. */
  @Override
  public void close() {
    closing = true;
    wakeup();
    LockSupport.unpark(thread);
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
      connection.wakeup();
    }
  }

  private void run() {
    try {
      while (!closing) {
        round();
      }
    } finally {
      try {
        connection.failAll(Failures.closed());
      } finally {
        connection.close();
      }
    }
  }

  private void round() {
    try {
      if (broken) {
        renew();
      }
      runOnce();
      lastRoundNanos = System.nanoTime();
    } catch (Throwable thrown) {
      if (!Defects.survivable(thrown)) {
        throw thrown;
      }
      // Other answers of the same poll are lost: who asked would wait for ever.
      broken = true;
      defects.survive(thrown);
    }
  }

  private void runOnce() {
    woken.set(false);
    for (Runnable next = commands.poll(); next != null; next = commands.poll()) {
      next.run();
    }
    connection.poll();
  }

  private void renew() {
    Failure why = Failures.transientFailure("SOURCE_RESTARTED", "fetching had to begin anew");
    SourceConnection old = connection;
    old.failAll(why);
    SourceConnection fresh = connect.get();
    budget.unreserveAll();
    fresh.adopt(assigned.values(), why);
    connection = fresh;
    broken = false;
    old.close();
  }

  private void find(LaneId lane, long term, StartPosition position) {
    LongConsumer found = offset -> deliver(lane, term, new LaneEvent.StartFound(offset));
    switch (position) {
      case StartPosition.Offset at -> found.accept(at.offset());
      case StartPosition.MirrorMaker ignored ->
          deliver(lane, term, new LaneEvent.OperationFailed("findStart", Failures.unread()));
      case StartPosition.Earliest ignored ->
          ask(lane, term, ListOffsetsRequest.EARLIEST_TIMESTAMP, found);
      case StartPosition.Latest ignored ->
          ask(lane, term, ListOffsetsRequest.LATEST_TIMESTAMP, found);
      case StartPosition.At at ->
          // The end comes first: a record written between the two answers is not left out then.
          ask(
              lane,
              term,
              ListOffsetsRequest.LATEST_TIMESTAMP,
              end ->
                  ask(
                      lane,
                      term,
                      at.instant().toEpochMilli(),
                      offset -> found.accept(offset == OffsetQuery.NONE ? end : offset)));
    }
  }

  private void ask(LaneId lane, long term, long timestamp, LongConsumer found) {
    var question =
        new OffsetQuery.Question(
            new TopicPartition(lane.sourceTopic(), lane.partition()), timestamp, isolation);
    connection.ask(
        question,
        found,
        failure -> deliver(lane, term, new LaneEvent.OperationFailed("findStart", failure)));
  }

  private void deliver(LaneId lane, long term, LaneEvent event) {
    sink.deliver(new Delivery(lane, term, event));
  }
}
