package io.crosstide.kafka;

import io.crosstide.batch.BatchCursor;
import io.crosstide.batch.BatchSummary;
import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.RawBatch;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.FetchRequest;
import org.apache.kafka.common.requests.FetchResponse;

/** Reads the headers of one page of the target's log, up to the high watermark. */
final class TailPage extends LeaderOperation {
  /** Bytes of log that one page covers, unless its first batch alone is larger. */
  static final int MAX_PAGE_BYTES = 1 << 20;

  private static final short LAST_VERSION_BY_NAME = 12;

  private final long fromOffset;
  private final Consumer<LaneEvent> reply;
  private final Runnable outOfRange;

  /**
   * @param outOfRange called instead of {@code reply} when the log does not have the offset
   */
  TailPage(
      ClusterClient client,
      TopicPartition partition,
      long fromOffset,
      Consumer<LaneEvent> reply,
      Runnable outOfRange) {
    super(client, partition);
    this.fromOffset = fromOffset;
    this.reply = reply;
    this.outOfRange = outOfRange;
  }

  @Override
  AbstractRequest.Builder<?> request() {
    Metadata.LeaderAndEpoch leader = client().leader(partition);
    Uuid topicId = client().topicId(partition.topic());
    var asked =
        new FetchRequest.PartitionData(
            topicId,
            fromOffset,
            FetchRequest.INVALID_LOG_START_OFFSET,
            MAX_PAGE_BYTES,
            leader.epoch);
    short version =
        topicId.equals(Uuid.ZERO_UUID) ? LAST_VERSION_BY_NAME : ApiKeys.FETCH.latestVersion();
    return FetchRequest.Builder.forConsumer(version, 0, 0, Map.of(partition, asked))
        .isolationLevel(IsolationLevel.READ_UNCOMMITTED)
        .setMaxBytes(MAX_PAGE_BYTES);
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
        outOfRange.run();
      }
      default -> {
        client().refreshMetadata();
        retryOrFail(Failures.of(error, "tail of " + partition + ": " + error.message()));
      }
    }
  }

  private void read(PartitionData data) {
    ByteBuffer records = ((MemoryRecords) FetchResponse.recordsOrFail(data)).buffer();
    List<BatchSummary> batches = new ArrayList<>();
    long next = fromOffset;
    try {
      BatchCursor cursor = new BatchCursor(records);
      for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
        next = batch.nextOffset();
        if (next > fromOffset) {
          batches.add(batch.summary());
        }
      }
    } catch (MalformedBatchException e) {
      fail(
          new Failure(
              Failure.Kind.CORRUPT,
              Errors.CORRUPT_MESSAGE.name(),
              "tail of " + partition + " from offset " + fromOffset + ": " + e.getMessage()));
      return;
    }
    if (next <= fromOffset && fromOffset < data.highWatermark()) {
      retry(
          Failures.transientFailure(
              "NO_RECORDS", "the broker sent nothing of " + partition + " from " + fromOffset));
      return;
    }
    succeed();
    reply.accept(
        new LaneEvent.TailRead(
            batches, Math.max(next, fromOffset), data.logStartOffset(), data.highWatermark()));
  }

  @Override
  void failed(Failure failure) {
    reply.accept(new LaneEvent.OperationFailed("readTail", failure));
  }
}
