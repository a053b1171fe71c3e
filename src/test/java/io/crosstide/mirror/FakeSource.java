package io.crosstide.mirror;

import io.crosstide.batch.Lease;
import io.crosstide.topology.StartPosition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The source as one instance reaches it, READ_COMMITTED. Buffers are overwritten when their lease
 * ends, so that whoever goes on using them is found out. Does not do: fetch sessions, old formats,
 * following leaders.
 */
final class FakeSource implements SourcePort {
  static final int LANE_BYTES = 12_000;
  private static final int MAX_FETCH_BYTES = 5_000;
  private static final long RETRY_MS = 100;
  private static final int CUT_OFF_BYTES = 70;

  private static final class Assignment {
    private final long term;
    private long offset;
    private long heldBytes;
    private long toldEnd = -1;
    private boolean fetching;
    private Failure trouble;

    private Assignment(long term, long offset) {
      this.term = term;
      this.offset = offset;
    }
  }

  private final FakeCluster cluster;
  private final FakeNetwork network;
  private final Timeline timeline;
  private final EventSink sink;
  private final Map<LaneId, Assignment> assigned = new HashMap<>();
  private final Map<LaneId, Long> furthest;
  private final FakeNetwork.Connection connection = new FakeNetwork.Connection();
  private int openLeases;
  private long heldBytes;

  /**
   * @param furthest told up to which offset each lane was ever fetched
   */
  FakeSource(
      FakeCluster cluster,
      FakeNetwork network,
      Timeline timeline,
      EventSink sink,
      Map<LaneId, Long> furthest) {
    this.cluster = cluster;
    this.network = network;
    this.timeline = timeline;
    this.sink = sink;
    this.furthest = furthest;
  }

  int openLeases() {
    return openLeases;
  }

  @Override
  public void findStart(LaneId lane, long term, StartPosition position) {
    FakePartition log = log(lane);
    network.<LaneEvent>call(
        connection,
        reply -> {
          long found =
              switch (position) {
                case StartPosition.Earliest ignored -> log.start();
                case StartPosition.Offset at -> at.offset();
                case StartPosition.Latest ignored -> log.lastStableOffset();
                case StartPosition.At ignored -> log.lastStableOffset();
                case StartPosition.MirrorMaker ignored ->
                    throw new IllegalArgumentException("looked up before a lane begins");
              };
          reply.accept(
              log.up()
                  ? new LaneEvent.StartFound(found)
                  : new LaneEvent.OperationFailed("findStart", FakePartition.NO_LEADER));
        },
        event -> sink.deliver(new Delivery(lane, term, event)),
        () ->
            sink.deliver(
                new Delivery(
                    lane,
                    term,
                    new LaneEvent.OperationFailed("findStart", FakeTarget.unanswered()))));
  }

  @Override
  public void assign(LaneId lane, long term, SourcePosition from) {
    long offset = from.offset();
    timeline.trace("%s term %d fetches from %d", lane, term, offset);
    var assignment = new Assignment(term, offset);
    assigned.put(lane, assignment);
    fetch(lane, assignment);
  }

  @Override
  public void unassign(LaneId lane) {
    assigned.remove(lane);
  }

  @Override
  public Failure trouble(LaneId lane) {
    Assignment assignment = assigned.get(lane);
    return assignment == null ? null : assignment.trouble;
  }

  @Override
  public long bufferedBytes() {
    return heldBytes;
  }

  @Override
  public void close() {
    assigned.clear();
  }

  private FakePartition log(LaneId lane) {
    return cluster.partition(lane.sourceTopic(), lane.partition());
  }

  private void fetch(LaneId lane, Assignment assignment) {
    if (assigned.get(lane) != assignment
        || assignment.fetching
        || assignment.heldBytes >= LANE_BYTES) {
      return;
    }
    assignment.fetching = true;
    network.<Fetch>call(
        connection,
        reply -> {
          Fetch fetch = serve(log(lane), assignment.offset);
          // From here on these bytes may be under way, whoever hears of it.
          furthest.merge(lane, fetch.end(), Math::max);
          reply.accept(fetch);
        },
        fetch -> {
          assignment.fetching = false;
          answered(lane, assignment, fetch);
        },
        () -> {
          assignment.fetching = false;
          retry(lane, assignment, FakeTarget.unanswered());
        });
  }

  /** What the broker says: a chunk without its lease, or a failure. */
  private record Fetch(FetchedChunk chunk, Failure failure, long start, long end) {}

  private Fetch serve(FakePartition log, long offset) {
    if (!log.up()) {
      return new Fetch(null, FakePartition.NO_LEADER, -1, -1);
    }
    if (offset < log.start() || offset > log.end()) {
      String range = offset + " is not between " + log.start() + " and " + log.end();
      var failure = new Failure(Failure.Kind.OUT_OF_RANGE, "OFFSET_OUT_OF_RANGE", range);
      return new Fetch(null, failure, log.start(), log.end());
    }
    long before = log.lastStableOffset();
    List<LogBatch> batches = log.read(offset, before, timeline.between(1, MAX_FETCH_BYTES));
    long end = batches.isEmpty() ? offset : batches.getLast().last + 1;
    var chunk =
        new FetchedChunk(
            offset,
            bytes(log, batches, before),
            log.transactions.aborted(offset, end),
            log.highWatermark(),
            before,
            log.start(),
            timeline.nowMs() + network.faults.clockSkewMs,
            Lease.NONE);
    return new Fetch(chunk, null, log.start(), end);
  }

  /** The batches, and at times the beginning of the next one. */
  private ByteBuffer bytes(FakePartition log, List<LogBatch> batches, long before) {
    int size = batches.stream().mapToInt(batch -> batch.bytes.limit()).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size + CUT_OFF_BYTES);
    batches.forEach(batch -> bytes.put(batch.bytes.duplicate()));
    if (!batches.isEmpty() && timeline.chance(0.3)) {
      List<LogBatch> next = log.read(batches.getLast().last + 1, before, 1);
      if (!next.isEmpty()) {
        int cut = timeline.between(1, Math.min(CUT_OFF_BYTES, next.getFirst().bytes.limit() - 1));
        bytes.put(next.getFirst().bytes.slice(0, cut));
      }
    }
    return bytes.flip();
  }

  private void answered(LaneId lane, Assignment assignment, Fetch fetch) {
    if (assigned.get(lane) != assignment) {
      return;
    }
    if (fetch.failure() != null && fetch.failure().kind() == Failure.Kind.OUT_OF_RANGE) {
      assigned.remove(lane);
      deliver(
          lane,
          assignment,
          new LaneEvent.FetchFailed(
              fetch.failure(), assignment.offset, fetch.start(), fetch.end()));
    } else if (fetch.failure() != null) {
      retry(lane, assignment, fetch.failure());
    } else {
      assignment.trouble = null;
      take(lane, assignment, fetch);
    }
  }

  private void take(LaneId lane, Assignment assignment, Fetch fetch) {
    FetchedChunk chunk = fetch.chunk();
    boolean news = chunk.lastStableOffset() != assignment.toldEnd;
    if (fetch.end() == assignment.offset && !news) {
      await(lane, assignment, chunk.lastStableOffset());
      return;
    }
    assignment.toldEnd = chunk.lastStableOffset();
    assignment.offset = fetch.end();
    corrupt(chunk.records());
    deliver(lane, assignment, new LaneEvent.Fetched(leased(lane, assignment, chunk)));
    fetch(lane, assignment);
  }

  /** A fetch waits at the broker until there is something new. */
  private void await(LaneId lane, Assignment assignment, long end) {
    FakePartition log = log(lane);
    Runnable again = () -> timeline.in(1, () -> fetch(lane, assignment));
    if (log.lastStableOffset() != end) {
      again.run();
    } else {
      log.readers.add(again);
    }
  }

  private FetchedChunk leased(LaneId lane, Assignment assignment, FetchedChunk chunk) {
    int bytes = chunk.records().remaining();
    openLeases++;
    heldBytes += bytes;
    assignment.heldBytes += bytes;
    var open = new boolean[] {true};
    Lease lease =
        () -> {
          if (open[0]) {
            timeline.trace(
                "%s term %d gives back %d bytes from %d",
                lane, assignment.term, bytes, chunk.fetchOffset());
            open[0] = false;
            openLeases--;
            heldBytes -= bytes;
            assignment.heldBytes -= bytes;
            Arrays.fill(chunk.records().array(), (byte) 0x5A);
            timeline.in(0, () -> fetch(lane, assignment));
          }
        };
    return new FetchedChunk(
        chunk.fetchOffset(),
        chunk.records(),
        chunk.aborted(),
        chunk.highWatermark(),
        chunk.lastStableOffset(),
        chunk.logStartOffset(),
        chunk.fetchedAtMs(),
        lease);
  }

  /** One bit that the first batch's checksum covers, but for the writer's name. */
  private void corrupt(ByteBuffer records) {
    if (records.remaining() > TestBatch.HEADER_BYTES && timeline.chance(network.faults.corrupted)) {
      int length = records.getInt(8) + 12;
      int at = timeline.between(TestBatch.CRC_FROM, Math.min(length, records.limit()) - 1);
      if (at < 43 || at >= 57) {
        records.put(at, (byte) (records.get(at) ^ 1 << timeline.between(0, 7)));
      }
    }
  }

  private void retry(LaneId lane, Assignment assignment, Failure failure) {
    assignment.trouble = failure;
    timeline.in(RETRY_MS, () -> fetch(lane, assignment));
  }

  private void deliver(LaneId lane, Assignment assignment, LaneEvent event) {
    timeline.trace("%s term %d hears %s", lane, assignment.term, event);
    sink.deliver(new Delivery(lane, assignment.term, event));
  }
}
