package io.crosstide.kafka;

import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.EventSink;
import io.crosstide.mirror.FetchedChunk;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.Record;

/**
 * What a port delivered, in order. Closes the leases of chunks at once, unless told to keep them,
 * and so remembers copies: the memory of a closed chunk is used again.
 */
final class Received implements EventSink {
  private static final int SHOWN = 10;

  private final List<Delivery> deliveries = new ArrayList<>();
  private final Queue<Error> errors = new ArrayDeque<>();
  private final Set<LaneId> stuck = new HashSet<>();

  @Override
  public synchronized void deliver(Delivery delivery) {
    Error planned = errors.poll();
    if (planned != null) {
      throw planned;
    }
    if (!(delivery.event() instanceof LaneEvent.Fetched(FetchedChunk chunk))) {
      deliveries.add(delivery);
      return;
    }
    deliveries.add(
        new Delivery(delivery.lane(), delivery.term(), new LaneEvent.Fetched(copy(chunk))));
    if (!stuck.contains(delivery.lane())) {
      chunk.lease().close();
    }
  }

  private static FetchedChunk copy(FetchedChunk chunk) {
    ByteBuffer own = ByteBuffer.allocate(chunk.records().remaining());
    own.put(chunk.records().duplicate()).flip();
    return new FetchedChunk(
        chunk.fetchOffset(),
        own,
        chunk.aborted(),
        chunk.highWatermark(),
        chunk.lastStableOffset(),
        chunk.logStartOffset(),
        chunk.fetchedAtMs(),
        chunk.lease());
  }

  /** The next delivery fails with this. */
  synchronized void failWith(Error error) {
    errors.add(error);
  }

  /** Keeps all leases of this lane open from now on. */
  synchronized void stick(LaneId lane) {
    stuck.add(lane);
  }

  /** Closes the leases of a lane and keeps none from now on. */
  synchronized void release(LaneId lane) {
    stuck.remove(lane);
    chunks(lane).forEach(chunk -> chunk.lease().close());
  }

  /** For messages of failed tests. */
  synchronized String lastEvents() {
    int from = Math.max(0, deliveries.size() - SHOWN);
    return deliveries.size() + " events, at last " + deliveries.subList(from, deliveries.size());
  }

  synchronized List<LaneEvent> events(LaneId lane) {
    return deliveries.stream()
        .filter(delivery -> delivery.lane().equals(lane))
        .map(Delivery::event)
        .toList();
  }

  synchronized List<LaneEvent> events(LaneId lane, long term) {
    return deliveries.stream()
        .filter(delivery -> delivery.lane().equals(lane) && delivery.term() == term)
        .map(Delivery::event)
        .toList();
  }

  <T extends LaneEvent> List<T> events(LaneId lane, Class<T> type) {
    return events(lane).stream().filter(type::isInstance).map(type::cast).toList();
  }

  List<FetchedChunk> chunks(LaneId lane) {
    return events(lane, LaneEvent.Fetched.class).stream().map(LaneEvent.Fetched::chunk).toList();
  }

  /** Offsets of the records of data batches at or after each chunk's fetch offset. */
  List<Long> offsets(LaneId lane) {
    List<Long> offsets = new ArrayList<>();
    for (FetchedChunk chunk : chunks(lane)) {
      for (var batch : MemoryRecords.readableRecords(chunk.records()).batches()) {
        if (!batch.isControlBatch()) {
          for (Record record : batch) {
            if (record.offset() >= chunk.fetchOffset()) {
              offsets.add(record.offset());
            }
          }
        }
      }
    }
    return offsets;
  }
}
