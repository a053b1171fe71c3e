package io.crosstide.kafka;

import io.crosstide.batch.Hold;
import io.crosstide.batch.Piece;
import io.crosstide.batch.Sequence;
import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.mirror.OutBatch;
import io.crosstide.mirror.TargetPartition;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;

/**
 * Writes single records into topics of a target, as a lane does: under a producer id that the
 * registry knows, so that no flow takes them for an application's. One thread.
 */
public final class ReplayWriter implements AutoCloseable {
  /** For one answer. */
  private static final long ANSWER_MS = 30_000;

  private static final long POLL_MS = 100;
  private static final long NOBODY = -1;
  private static final int NO_LEADER_EPOCH = -1;

  private final KafkaTarget target;
  private final ProducerRegistry registry;
  private final Map<Long, LaneEvent> answers = new ConcurrentHashMap<>();
  private final Map<TargetPartition, Integer> sequences = new HashMap<>();
  private long term;
  private long producerId = NOBODY;
  private short epoch;

  /**
   * Connects with the first record.
   *
   * @param produce Kafka client properties for producing at the target
   */
  public ReplayWriter(
      String flow,
      Map<String, String> produce,
      ProducerRegistry.Cluster source,
      ProducerRegistry.Cluster target) {
    this.target = new KafkaTarget(flow, produce, this::answered);
    this.registry =
        new ProducerRegistry(
            flow, source, target, OptionalInt.empty(), InstantSource.system(), this::answered);
  }

  private void answered(Delivery delivery) {
    answers.put(delivery.term(), delivery.event());
    target.wakeup();
  }

  /** Writes one record where it should have gone; the reason when that did not work. */
  Optional<String> write(Origin origin, byte[] key, byte[] value, Header[] headers) {
    try {
      claim(origin.lane());
      var partition = new TargetPartition(origin.targetTopic(), origin.lane().partition());
      int sequence = sequences.getOrDefault(partition, 0);
      ByteBuffer bytes =
          MemoryRecords.withIdempotentRecords(
                  (byte) 2,
                  0,
                  Compression.NONE,
                  producerId,
                  epoch,
                  sequence,
                  NO_LEADER_EPOCH,
                  new SimpleRecord(origin.timestampMs(), key, value, headers))
              .buffer();
      var batch =
          new OutBatch(
              bytes,
              sequence,
              1,
              List.of(new Piece(origin.offset(), 1)),
              origin.offset() + 1,
              origin.timestampMs(),
              Hold.NONE);
      target.produce(origin.lane(), ++term, partition, batch);
      expect(LaneEvent.Acknowledged.class);
      sequences.put(partition, Sequence.add(sequence, 1));
      return Optional.empty();
    } catch (ClusterException e) {
      // Whether it is there is not known for certain: nothing more under this name.
      producerId = NOBODY;
      sequences.clear();
      return Optional.of(e.failure().toString());
    }
  }

  private void claim(LaneId lane) {
    if (producerId != NOBODY) {
      return;
    }
    target.claimUnfenced(lane, ++term);
    LaneEvent.Claimed claimed = expect(LaneEvent.Claimed.class);
    registry.register(lane, ++term, claimed.producerId());
    expect(LaneEvent.Registered.class);
    producerId = claimed.producerId();
    epoch = claimed.epoch();
  }

  private <T extends LaneEvent> T expect(Class<T> wanted) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MS);
    LaneEvent answer = answers.remove(term);
    while (answer == null && System.nanoTime() < deadline) {
      target.poll(POLL_MS);
      answer = answers.remove(term);
    }
    if (wanted.isInstance(answer)) {
      return wanted.cast(answer);
    }
    Failure failure =
        switch (answer) {
          case null -> Failures.network("no answer within " + ANSWER_MS + " ms");
          case LaneEvent.ProduceFailed refused -> refused.failure();
          case LaneEvent.OperationFailed failed -> failed.failure();
          default -> Failures.network("answered with " + answer);
        };
    throw new ClusterException(failure, null);
  }

  @Override
  public void close() {
    target.close();
    registry.close();
  }
}
