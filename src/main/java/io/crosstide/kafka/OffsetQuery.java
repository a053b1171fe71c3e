package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsPartition;
import org.apache.kafka.common.message.ListOffsetsRequestData.ListOffsetsTopic;
import org.apache.kafka.common.message.ListOffsetsResponseData.ListOffsetsPartitionResponse;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ListOffsetsRequest;
import org.apache.kafka.common.requests.ListOffsetsResponse;

/** Asks a partition's leader for one offset: earliest, latest or by timestamp. */
final class OffsetQuery extends LeaderOperation {
  /** The offset that answers a timestamp after which there is no record. */
  static final long NONE = ListOffsetsResponse.UNKNOWN_OFFSET;

  private final long timestamp;
  private final IsolationLevel isolation;
  private final LongConsumer found;
  private final Consumer<Failure> failed;

  /** What is asked: a timestamp in milliseconds, or one of {@link ListOffsetsRequest}'s marks. */
  record Question(TopicPartition partition, long timestamp, IsolationLevel isolation) {}

  OffsetQuery(
      ClusterClient client, Question question, LongConsumer found, Consumer<Failure> failed) {
    super(client, question.partition());
    this.timestamp = question.timestamp();
    this.isolation = question.isolation();
    this.found = found;
    this.failed = failed;
  }

  @Override
  AbstractRequest.Builder<?> request() {
    ListOffsetsPartition asked =
        new ListOffsetsPartition()
            .setPartitionIndex(partition.partition())
            .setTimestamp(timestamp)
            .setCurrentLeaderEpoch(client().leader(partition).epoch.orElse(-1));
    return ListOffsetsRequest.Builder.forConsumer(true, isolation)
        .setTimeoutMs(client().requestTimeoutMs())
        .setTargetTimes(
            List.of(
                new ListOffsetsTopic().setName(partition.topic()).setPartitions(List.of(asked))));
  }

  @Override
  void answered(AbstractResponse response) {
    ListOffsetsPartitionResponse answer =
        ((ListOffsetsResponse) response).topics().getFirst().partitions().getFirst();
    Errors error = Errors.forCode(answer.errorCode());
    if (error == Errors.NONE) {
      succeed();
      found.accept(answer.offset());
      return;
    }
    client().refreshMetadata();
    retryOrFail(Failures.of(error, "offsets of " + partition + ": " + error.message()));
  }

  @Override
  void failed(Failure failure) {
    failed.accept(failure);
  }
}
