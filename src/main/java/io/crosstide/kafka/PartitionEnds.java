package io.crosstide.kafka;

import io.crosstide.mirror.LaneId;
import io.crosstide.topology.Isolation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Asks where source partitions end (ListOffsets). What is not known now is asked again next time.
 */
final class PartitionEnds {
  /** For the answers to one question, all together. */
  private static final long TIMEOUT_MS = 10_000;

  private final Admin client;

  PartitionEnds(Admin client) {
    this.client = client;
  }

  Map<LaneId, Long> of(Set<LaneId> lanes, Isolation isolation) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    lanes.forEach(lane -> wanted.put(partition(lane), OffsetSpec.latest()));
    IsolationLevel level =
        isolation == Isolation.READ_COMMITTED
            ? IsolationLevel.READ_COMMITTED
            : IsolationLevel.READ_UNCOMMITTED;
    ListOffsetsResult answers = client.listOffsets(wanted, new ListOffsetsOptions(level));
    Map<LaneId, Long> ends = new HashMap<>();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
    for (LaneId lane : lanes) {
      long leftNanos = Math.max(1, deadline - System.nanoTime());
      try {
        long end =
            answers.partitionResult(partition(lane)).get(leftNanos, TimeUnit.NANOSECONDS).offset();
        ends.put(lane, end);
      } catch (ExecutionException | TimeoutException unknown) {
        // Another round asks again; a lane's lag is then as old as its last answer.
        continue;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KafkaException("interrupted while asking for the ends of partitions", e);
      }
    }
    return ends;
  }

  private static TopicPartition partition(LaneId lane) {
    return new TopicPartition(lane.sourceTopic(), lane.partition());
  }
}
