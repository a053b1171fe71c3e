package io.crosstide.kafka;

import io.crosstide.batch.BatchCursor;
import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.RawBatch;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.requests.FetchResponse;

/** Reads one record of the target's log, for its fingerprint. */
final class TailRecord extends TailFetch {
  private final Consumer<LaneEvent> reply;
  private final RecordRebuilder opener = new RecordRebuilder();

  TailRecord(
      ClusterClient client, TopicPartition partition, long offset, Consumer<LaneEvent> reply) {
    // One byte is asked for: a broker always sends the whole first batch.
    super(client, partition, offset, 1);
    this.reply = reply;
  }

  @Override
  void outOfRange() {
    reply.accept(new LaneEvent.RecordRead(OptionalLong.empty()));
  }

  @Override
  void read(PartitionData data) {
    ByteBuffer records = ((MemoryRecords) FetchResponse.recordsOrFail(data)).buffer();
    OptionalLong found;
    try {
      RawBatch batch = new BatchCursor(records).next();
      found = batch == null ? OptionalLong.empty() : opener.fingerprint(batch, fromOffset);
    } catch (MalformedBatchException e) {
      fail(damaged(e));
      return;
    }
    succeed();
    reply.accept(new LaneEvent.RecordRead(found));
  }

  @Override
  void failed(Failure failure) {
    reply.accept(new LaneEvent.OperationFailed("readRecord", failure));
  }
}
