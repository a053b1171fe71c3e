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
 * Makes chunks of what was fetched and moves the lanes on. Chunks are copied out of the response:
 * else one lane that is slow would hold the memory of all.
 */
final class ChunkDelivery {
  private final EventSink sink;
  private final FetchBudget budget;
  private final ChunkMemory memory;
  private final boolean readCommitted;

  ChunkDelivery(EventSink sink, FetchBudget budget, ChunkMemory memory, boolean readCommitted) {
    this.sink = sink;
    this.budget = budget;
    this.memory = memory;
    this.readCommitted = readCommitted;
  }

  void event(SourceLane lane, LaneEvent event) {
    sink.deliver(new Delivery(lane.id, lane.term, event));
  }

  /** Null, or what is wrong with the bytes. */
  Failure deliver(SourceLane lane, PartitionData data, long nowMs) {
    ByteBuffer records = ((MemoryRecords) FetchResponse.recordsOrFail(data)).buffer();
    if (!records.hasRemaining()) {
      bounds(lane, data, nowMs);
      return null;
    }
    BatchCursor cursor = new BatchCursor(records);
    RawBatch last;
    try {
      last = lastWhole(cursor);
    } catch (MalformedBatchException e) {
      return damaged(lane, Errors.CORRUPT_MESSAGE, e.getMessage());
    }
    if (last == null || last.nextOffset() <= lane.offset()) {
      if (cursor.cutOffBytes() > ResponseBound.batchBytes()) {
        return damaged(lane, Errors.MESSAGE_TOO_LARGE, tooLarge(cursor.cutOffBytes()));
      }
      lane.grow();
      return null;
    }
    long next = last.nextOffset();
    int leaderEpoch = last.leaderEpoch();
    int whole = last.position() + last.sizeInBytes() - records.position();
    if (whole > ChunkMemory.SLAB_BYTES && budget.exceeded()) {
      // Fetched again when there is room: nobody is before.
      return null;
    }
    chunk(lane, data, records.slice(records.position(), whole), nowMs);
    lane.advance(next, leaderEpoch);
    return null;
  }

  private static Failure damaged(SourceLane lane, Errors error, String what) {
    return new Failure(
        Failure.Kind.CORRUPT,
        error.name(),
        lane.partition + " at offset " + lane.offset() + ": " + what);
  }

  private static String tooLarge(int bytes) {
    return "a batch says that it has "
        + bytes
        + " bytes, this process takes "
        + ResponseBound.batchBytes()
        + " at most: give it more heap (-Xmx)";
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
    ChunkMemory.Block block = memory.take(records.remaining());
    block.bytes().put(0, records, records.position(), records.remaining());
    Lease lease = budget.hold(lane.account, block.heldBytes(), () -> memory.give(block));
    try {
      event(lane, new LaneEvent.Fetched(chunkOf(lane, data, block.bytes(), nowMs, lease)));
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

  /** Null when not even the first batch is there to its end. */
  private static RawBatch lastWhole(BatchCursor cursor) {
    RawBatch last = null;
    for (RawBatch batch = cursor.next(); batch != null; batch = cursor.next()) {
      last = batch;
    }
    return last;
  }
}
