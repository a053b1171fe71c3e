package io.crosstide.kafka;

import io.crosstide.batch.AbortedTransaction;
import io.crosstide.batch.BatchCursor;
import io.crosstide.batch.Lease;
import io.crosstide.batch.MalformedBatchException;
import io.crosstide.batch.RawBatch;
import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.Failure;
import io.crosstide.mirror.FetchedChunk;
import io.crosstide.mirror.LaneEvent;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.message.FetchResponseData.PartitionData;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.requests.FetchResponse;

/**
 * Makes chunks of what was fetched and moves the lanes on. A chunk that is alone in its response
 * keeps the response's memory and is charged all of it; several are copied out, else one lane that
 * is slow would hold the memory of all.
 */
final class ChunkDelivery {
  private static final long CUT_OFF = -1;

  private final EventSink sink;
  private final FetchBudget budget;
  private final boolean readCommitted;

  ChunkDelivery(EventSink sink, FetchBudget budget, boolean readCommitted) {
    this.sink = sink;
    this.budget = budget;
    this.readCommitted = readCommitted;
  }

  void event(SourceLane lane, LaneEvent event) {
    sink.deliver(new Delivery(lane.id, lane.term, event));
  }

  /** Null, or what is wrong with the bytes. */
  Failure deliver(SourceLane lane, PartitionData data, boolean alone, long nowMs) {
    ByteBuffer records = ((MemoryRecords) FetchResponse.recordsOrFail(data)).buffer();
    if (!records.hasRemaining()) {
      bounds(lane, data, nowMs);
      return null;
    }
    long next;
    try {
      next = nextOffset(records);
    } catch (MalformedBatchException e) {
      return new Failure(
          Failure.Kind.CORRUPT,
          Errors.CORRUPT_MESSAGE.name(),
          lane.partition + " at offset " + lane.offset() + ": " + e.getMessage());
    }
    if (next <= lane.offset()) {
      lane.grow();
      return null;
    }
    chunk(lane, data, alone ? records : copy(records), nowMs);
    lane.advance(next);
    return null;
  }

  private void bounds(SourceLane lane, PartitionData data, long nowMs) {
    if (lane.showsNew(data.highWatermark(), stableOffset(data), data.logStartOffset())) {
      event(
          lane,
          new LaneEvent.Fetched(chunkOf(lane, data, ByteBuffer.allocate(0), nowMs, Lease.NONE)));
    }
  }

  private void chunk(SourceLane lane, PartitionData data, ByteBuffer records, long nowMs) {
    lane.showsNew(data.highWatermark(), stableOffset(data), data.logStartOffset());
    // The whole array: what the chunk keeps from being collected, not what it shows of it.
    Lease lease = budget.hold(lane.account, records.array().length);
    try {
      event(lane, new LaneEvent.Fetched(chunkOf(lane, data, records, nowMs, lease)));
    } catch (Throwable notDelivered) {
      // Nobody has the lease who would close it.
      lease.close();
      throw notDelivered;
    }
  }

  private FetchedChunk chunkOf(
      SourceLane lane, PartitionData data, ByteBuffer records, long nowMs, Lease lease) {
    return new FetchedChunk(
        lane.offset(),
        records,
        aborted(data),
        data.highWatermark(),
        stableOffset(data),
        data.logStartOffset(),
        nowMs,
        lease);
  }

  private long stableOffset(PartitionData data) {
    return readCommitted ? data.lastStableOffset() : data.highWatermark();
  }

  private static List<AbortedTransaction> aborted(PartitionData data) {
    if (data.abortedTransactions() == null) {
      return List.of();
    }
    // Brokers list them segment by segment, each in the order in which they ended.
    return data.abortedTransactions().stream()
        .map(each -> new AbortedTransaction(each.producerId(), each.firstOffset()))
        .sorted(Comparator.comparingLong(AbortedTransaction::firstOffset))
        .toList();
  }

  private static long nextOffset(ByteBuffer records) {
    BatchCursor cursor = new BatchCursor(records);
    long next = CUT_OFF;
    for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
      next = batch.nextOffset();
    }
    return next;
  }

  private static ByteBuffer copy(ByteBuffer records) {
    byte[] own = new byte[records.remaining()];
    records.duplicate().get(own);
    return ByteBuffer.wrap(own);
  }
}
