package io.crosstide.mirror;

import io.crosstide.batch.BatchCursor;
import io.crosstide.batch.BatchSummary;
import io.crosstide.batch.RawBatch;
import io.crosstide.kafka.RecordRebuilder;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The target as one instance reaches it. Does not do: joining of several lanes' batches in one
 * request, queueing before {@link #poll}.
 */
final class FakeTarget implements TargetPort {
  private static final int PAGE_BATCHES = 3;

  private final FakeCluster cluster;
  private final FakeNetwork network;
  private final Timeline timeline;
  private final EventSink sink;
  private final Map<LaneId, FakeNetwork.Connection> connections = new HashMap<>();

  FakeTarget(FakeCluster cluster, FakeNetwork network, Timeline timeline, EventSink sink) {
    this.cluster = cluster;
    this.network = network;
    this.timeline = timeline;
    this.sink = sink;
  }

  @Override
  public void claim(LaneId lane, long term) {
    call(lane, term, "claim", reply -> cluster.coordinator.claim(lane.transactionalId(), reply));
  }

  @Override
  public void renew(LaneId lane, long term, long producerId, short epoch) {
    call(
        lane,
        term,
        "claim",
        reply -> cluster.coordinator.renew(lane.transactionalId(), producerId, epoch, reply));
  }

  @Override
  public void claimUnfenced(LaneId lane, long term) {
    call(
        lane,
        term,
        "claim",
        reply ->
            reply.accept(new LaneEvent.Claimed(cluster.coordinator.freshProducerId(), (short) 0)));
  }

  @Override
  public void fence(
      LaneId lane, long term, TargetPartition partition, long producerId, short epoch) {
    timeline.trace("%s term %d fences %d epoch %d", lane, term, producerId, epoch);
    String id = lane.transactionalId();
    FakePartition log = cluster.partition(partition);
    FakeNetwork.Connection connection = connection(lane);
    network.<LaneEvent>call(
        connection,
        reply -> {
          Failure failure = cluster.coordinator.begin(id, producerId, epoch, log);
          reply.accept(failure == null ? null : new LaneEvent.OperationFailed("fence", failure));
        },
        failed -> {
          if (failed != null) {
            deliver(lane, term, failed);
          } else {
            // Between the two requests the instance may crash and leave the transaction open.
            call(
                lane,
                term,
                "fence",
                reply ->
                    cluster.coordinator.abort(
                        id, producerId, epoch, event -> fenced(log, event, reply)));
          }
        },
        () -> lost(lane, term, "fence"));
  }

  /** The worst moment for a leader to change is just now, before the tail is read. */
  private void fenced(FakePartition log, LaneEvent event, Consumer<LaneEvent> reply) {
    reply.accept(event);
    if (log.up() && timeline.chance(network.faults.unluckyLeaders)) {
      log.leaderGoes();
      log.leaderComes();
    }
  }

  @Override
  public void readTail(LaneId lane, long term, TargetPartition partition, long fromOffset) {
    FakePartition log = cluster.partition(partition);
    call(lane, term, "readTail", reply -> reply.accept(tail(log, fromOffset)));
  }

  private static LaneEvent tail(FakePartition log, long fromOffset) {
    if (!log.up()) {
      return new LaneEvent.OperationFailed("readTail", FakePartition.NO_LEADER);
    }
    long high = log.highWatermark();
    if (fromOffset == LOG_END) {
      return new LaneEvent.TailRead(List.of(), high, log.start(), high);
    }
    long from = Math.max(fromOffset, log.start());
    List<BatchSummary> page =
        log.read(from, high, Integer.MAX_VALUE).stream()
            .limit(PAGE_BATCHES)
            .map(batch -> batch.summary)
            .toList();
    long next = page.isEmpty() ? Math.max(from, high) : page.getLast().lastOffset() + 1;
    return new LaneEvent.TailRead(page, next, log.start(), high);
  }

  @Override
  public void readRecord(LaneId lane, long term, TargetPartition partition, long offset) {
    FakePartition log = cluster.partition(partition);
    call(lane, term, "readRecord", reply -> reply.accept(record(log, offset)));
  }

  private static LaneEvent record(FakePartition log, long offset) {
    if (!log.up()) {
      return new LaneEvent.OperationFailed("readRecord", FakePartition.NO_LEADER);
    }
    List<LogBatch> found = log.read(offset, log.highWatermark(), 1);
    if (found.isEmpty()) {
      return new LaneEvent.RecordRead(OptionalLong.empty());
    }
    RawBatch batch = new BatchCursor(found.getFirst().bytes.duplicate()).next();
    return new LaneEvent.RecordRead(new RecordRebuilder().fingerprint(batch, offset));
  }

  @Override
  public void produce(LaneId lane, long term, TargetPartition partition, OutBatch batch) {
    FakePartition log = cluster.partition(partition);
    timeline.trace("%s term %d produces %s", lane, term, batch);
    ByteBuffer sent = ByteBuffer.allocate(batch.bytes().remaining());
    sent.put(batch.bytes().duplicate()).flip();
    if (timeline.chance(network.faults.corrupted)) {
      int at = timeline.between(TestBatch.CRC_FROM, sent.limit() - 1);
      sent.put(at, (byte) (sent.get(at) ^ 1 << timeline.between(0, 7)));
    }
    int sequence = batch.baseSequence();
    network.<LaneEvent>call(
        connection(lane),
        reply ->
            log.append(
                sent,
                lane.flow(),
                offset -> reply.accept(new LaneEvent.Acknowledged(sequence, offset)),
                failure -> reply.accept(new LaneEvent.ProduceFailed(sequence, failure))),
        event -> deliver(lane, term, event),
        () -> deliver(lane, term, new LaneEvent.ProduceFailed(sequence, unanswered())));
  }

  @Override
  public void poll(long timeoutMs) {}

  @Override
  public void wakeup() {}

  @Override
  public void close() {}

  private void call(
      LaneId lane, long term, String operation, Consumer<Consumer<LaneEvent>> effect) {
    network.call(
        connection(lane),
        effect,
        event -> deliver(lane, term, event),
        () -> lost(lane, term, operation));
  }

  private FakeNetwork.Connection connection(LaneId lane) {
    return connections.computeIfAbsent(lane, l -> new FakeNetwork.Connection());
  }

  private void lost(LaneId lane, long term, String operation) {
    deliver(lane, term, new LaneEvent.OperationFailed(operation, unanswered()));
  }

  static Failure unanswered() {
    return new Failure(Failure.Kind.TRANSIENT, "NETWORK", "no answer");
  }

  private void deliver(LaneId lane, long term, LaneEvent event) {
    timeline.trace("%s term %d hears %s", lane, term, event);
    sink.deliver(new Delivery(lane, term, event));
  }
}
