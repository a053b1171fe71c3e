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
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.requests.FetchResponse;

/** Reads the headers of one page of the target's log, up to the high watermark. */
final class TailPage extends TailFetch {
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
    super(client, partition, fromOffset, MAX_PAGE_BYTES);
    this.reply = reply;
    this.outOfRange = outOfRange;
  }

  @Override
  void outOfRange() {
    outOfRange.run();
  }

  @Override
  void read(PartitionData data) {
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
      fail(damaged(e));
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
