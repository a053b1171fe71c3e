package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.Map;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;

/** One fetch of the target's log, up to the high watermark, outside the data's connections. */
abstract class TailFetch extends LeaderOperation {
  /** Bytes of log that one page covers, unless its first batch alone is larger. */
  static final int MAX_PAGE_BYTES = 1 << 20;

  private static final short LAST_VERSION_BY_NAME = 12;

  final long fromOffset;
  private final int maxBytes;

  TailFetch(ClusterClient client, TopicPartition partition, long fromOffset, int maxBytes) {
    super(client, partition);
    this.fromOffset = fromOffset;
    this.maxBytes = maxBytes;
  }

  /** Ends the operation, or has it tried again. */
  abstract void read(PartitionData data);

  /** The log does not have the offset; the operation is ended. */
  abstract void outOfRange();

  @Override
  AbstractRequest.Builder<?> request() {
    Metadata.LeaderAndEpoch leader = client().leader(partition);
    Uuid topicId = client().topicId(partition.topic());
    var asked =
        new FetchRequest.PartitionData(
            topicId, fromOffset, FetchRequest.INVALID_LOG_START_OFFSET, maxBytes, leader.epoch);
    short version =
        topicId.equals(Uuid.ZERO_UUID) ? LAST_VERSION_BY_NAME : ApiKeys.FETCH.latestVersion();
    return FetchRequest.Builder.forConsumer(version, 0, 0, Map.of(partition, asked))
        .isolationLevel(IsolationLevel.READ_UNCOMMITTED)
        .setMaxBytes(maxBytes);
  }

  @Override
  void answered(AbstractResponse response) {
    FetchResponse fetched = (FetchResponse) response;
    if (fetched.error() != Errors.NONE || fetched.data().responses().isEmpty()) {
      // Without partitions and without an error: the broker throttles.
      Errors error =
          fetched.error() == Errors.NONE ? Errors.THROTTLING_QUOTA_EXCEEDED : fetched.error();
      retryOrFail(Failures.of(error, "tail of " + partition + ": " + error.message()));
      return;
    }
    PartitionData data = fetched.data().responses().getFirst().partitions().getFirst();
    Errors error = Errors.forCode(data.errorCode());
    switch (error) {
      case NONE -> read(data);
      case OFFSET_OUT_OF_RANGE -> {
        succeed();
        outOfRange();
      }
      default -> {
        client().refreshMetadata();
        retryOrFail(Failures.of(error, "tail of " + partition + ": " + error.message()));
      }
    }
  }

  final Failure damaged(RuntimeException cause) {
    return new Failure(
        Failure.Kind.CORRUPT,
        Errors.CORRUPT_MESSAGE.name(),
        "tail of " + partition + " from offset " + fromOffset + ": " + cause.getMessage());
  }
}
