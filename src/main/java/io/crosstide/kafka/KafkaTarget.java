package io.crosstide.kafka;

import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.OutBatch;
import io.crosstide.mirror.TargetPartition;
import io.crosstide.mirror.TargetPort;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.requests.ListOffsetsRequest;

/**
 * {@link TargetPort} on a real cluster. Without a thread of its own: everything happens in {@link
 * #poll}. What passes by itself (a coordinator that moves, a leader not known yet) is waited for
 * within the request time-out; a batch is sent once. When a batch fails, those queued behind it
 * under the same term are answered {@code NOT_SENT}.
 */
public final class KafkaTarget implements TargetPort {
  /** Requests on one connection that are not answered yet: more than a lane's five batches. */
  public static final int MAX_IN_FLIGHT_REQUESTS = 8;

  /** How many requests per broker one {@link #poll} sends before it looks for answers. */
  private static final int MAX_ROUNDS = 2 * MAX_IN_FLIGHT_REQUESTS;

  private final ClusterClient client;
  private final EventSink sink;
  private final Operations operations = new Operations();
  private final ProduceSender sender;
  private boolean delivered;
  private boolean closed;

  /**
   * Connects with the first {@link #poll} that needs it.
   *
   * @param flow the flow's name, {@code nyc->lon}
   * @param properties Kafka client properties of the target; {@code request.timeout.ms} bounds
   *     every answer
   * @throws org.apache.kafka.common.KafkaException when the properties make no client
   */
  public KafkaTarget(String flow, Map<String, String> properties, EventSink sink) {
    this.client =
        new ClusterClient(
            "crosstide-target-" + flow, properties, MAX_IN_FLIGHT_REQUESTS, MemoryPool.NONE);
    this.sink = sink;
    this.sender = new ProduceSender(client, this::deliver);
  }

  @Override
  public void claim(LaneId lane, long term) {
    operations.start(new Claim(client, lane.transactionalId(), Claim.ANY, reply(lane, term)));
  }

  @Override
  public void renew(LaneId lane, long term, long producerId, short epoch) {
    var present = new Claim.Present(producerId, epoch);
    operations.start(new Claim(client, lane.transactionalId(), present, reply(lane, term)));
  }

  @Override
  public void claimUnfenced(LaneId lane, long term) {
    operations.start(new UnfencedClaim(client, reply(lane, term)));
  }

  @Override
  public void fence(
      LaneId lane, long term, TargetPartition partition, long producerId, short epoch) {
    var marker = new Fence.Marker(kafka(partition), producerId, epoch);
    operations.start(new Fence(client, lane.transactionalId(), marker, reply(lane, term)));
  }

  @Override
  public void readTail(LaneId lane, long term, TargetPartition partition, long fromOffset) {
    Consumer<LaneEvent> reply = reply(lane, term);
    sender.expectPresent(partition.topic());
    if (fromOffset == LOG_END) {
      bounds(
          partition,
          reply,
          (start, end) -> reply.accept(new LaneEvent.TailRead(List.of(), end, start, end)));
    } else {
      readPage(partition, fromOffset, reply);
    }
  }

  private void readPage(TargetPartition partition, long fromOffset, Consumer<LaneEvent> reply) {
    operations.start(
        new TailPage(
            client,
            kafka(partition),
            fromOffset,
            reply,
            () ->
                bounds(
                    partition,
                    reply,
                    (start, end) -> outOfRange(partition, fromOffset, start, end, reply))));
  }

  @Override
  public void readRecord(LaneId lane, long term, TargetPartition partition, long offset) {
    operations.start(new TailRecord(client, kafka(partition), offset, reply(lane, term)));
  }

  /** Begins where the log begins if that is later, and tells the bounds if the log ends before. */
  private void outOfRange(
      TargetPartition partition, long from, long start, long end, Consumer<LaneEvent> reply) {
    if (from < start) {
      readPage(partition, start, reply);
    } else {
      reply.accept(new LaneEvent.TailRead(List.of(), from, start, end));
    }
  }

  /** Takes first and last offset of a log. */
  private interface Bounds {
    void accept(long start, long end);
  }

  private void bounds(TargetPartition partition, Consumer<LaneEvent> reply, Bounds found) {
    ask(
        partition,
        ListOffsetsRequest.EARLIEST_TIMESTAMP,
        reply,
        start ->
            ask(
                partition,
                ListOffsetsRequest.LATEST_TIMESTAMP,
                reply,
                end -> found.accept(start, end)));
  }

  private void ask(
      TargetPartition partition, long timestamp, Consumer<LaneEvent> reply, LongConsumer found) {
    var question =
        new OffsetQuery.Question(kafka(partition), timestamp, IsolationLevel.READ_UNCOMMITTED);
    operations.start(
        new OffsetQuery(
            client,
            question,
            found,
            failure -> reply.accept(new LaneEvent.OperationFailed("readTail", failure))));
  }

  @Override
  public void produce(LaneId lane, long term, TargetPartition partition, OutBatch batch) {
    PendingBatch pending = new PendingBatch(lane, term, batch, client.now());
    if (closed) {
      pending.release();
      deliver(new Delivery(lane, term, ProduceAnswers.failed(pending, Failures.closed())));
      return;
    }
    sender.add(kafka(partition), pending);
  }

  @Override
  public void poll(long timeoutMs) {
    delivered = false;
    for (int round = 0; round < MAX_ROUNDS && sender.send(); round++) {
      client.poll(0);
    }
    long now = client.now();
    long wait = Math.min(operations.tick(now), sender.expire(now));
    // Whoever was answered just now has something to do before there is anything to wait for.
    client.poll(delivered ? 0 : Math.min(timeoutMs, wait));
  }

  @Override
  public void wakeup() {
    client.wakeup();
  }

  /** At once: what is not answered yet is answered as lost. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Failure lost = Failures.closed();
    operations.failAll(lost);
    sender.failAll(lost);
    client.close();
  }

  private Consumer<LaneEvent> reply(LaneId lane, long term) {
    return event -> deliver(new Delivery(lane, term, event));
  }

  private void deliver(Delivery delivery) {
    delivered = true;
    sink.deliver(delivery);
  }

  private static TopicPartition kafka(TargetPartition partition) {
    return new TopicPartition(partition.topic(), partition.partition());
  }
}
