package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.AbortedTransaction;
import io.crosstide.batch.BatchSummary;
import io.crosstide.batch.Codec;
import io.crosstide.kafka.RecordRebuilder;
import io.crosstide.ledger.Appender;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.Run;
import io.crosstide.topology.Guarantee;
import io.crosstide.topology.StartPosition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One lane with its commands in a list and its clock in a field. */
final class LaneRig {
  static final long PRODUCER = 7;
  static final LaneId ID = new LaneId("a->b", "orders", 0);
  static final TargetPartition TARGET = new TargetPartition("a.orders", 0);
  static final Failure TRANSIENT = new Failure(Failure.Kind.TRANSIENT, "NETWORK", "no answer");

  final LaneLedger ledger;
  final List<LaneCommand> commands = new ArrayList<>();
  final Map<Long, RegistryPort.Origin> origins = new HashMap<>();
  final Lane lane;
  long nowMs = 1_000_000;
  int openLeases;
  boolean member = true;

  /** When the records are written, and when they are fetched. */
  long timeMs = System.currentTimeMillis();

  LaneRig() {
    this(LaneLedger.empty());
  }

  LaneRig(LaneLedger ledger) {
    this.ledger = ledger;
    var context =
        new LaneContext(
            ledger,
            id -> id < 0 ? RegistryPort.Origin.LOCAL : origin(id),
            new RecordRebuilder(),
            Pace.UNLIMITED,
            nowMs -> member,
            timestampMs -> {},
            () -> timeMs,
            (id, term, command) -> commands.add(command));
    this.lane = new Lane(ID, settings(1_000_000), context);
    lane.start(0);
  }

  static LaneSettings settings(int maxBatchBytes) {
    return new LaneSettings(
        TARGET,
        new StartPosition.Earliest(),
        false,
        Guarantee.STRONGEST,
        Optional.<Codec>empty(),
        maxBatchBytes);
  }

  /** An heir with a ledger of ten records, 0 to 9 at 100 to 109. */
  static LaneRig behindTenRecords() {
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(0, 100);
    ledger.writeAs(new Appender(PRODUCER, (short) 0, 0, 100));
    ledger.append(new Run(0, 100, 10));
    return new LaneRig(ledger);
  }

  LaneRig fenced() {
    tell(claimed(1)).tell(tail(110, List.of()));
    return tell(new LaneEvent.Registered()).tell(new LaneEvent.Fenced());
  }

  /** The same when the former owner has left this behind the ledger. */
  static LaneRig heir(List<BatchSummary> left) {
    LaneRig heir = behindTenRecords().fenced();
    heir.tell(tail(left.getLast().lastOffset() + 1, left));
    heir.commands.clear();
    return heir;
  }

  private RegistryPort.Origin origin(long id) {
    return origins.getOrDefault(id, RegistryPort.Origin.UNKNOWN);
  }

  /** An answer to what the lane asked last. */
  LaneRig tell(LaneEvent event) {
    return tell(lane.term(), event);
  }

  LaneRig tell(long term, LaneEvent event) {
    lane.step(new Delivery(ID, term, event), nowMs);
    return this;
  }

  /** The time passes that the lane wants to wait. */
  LaneRig wake() {
    nowMs = lane.wakeAtMs();
    return tell(new LaneEvent.Woken());
  }

  /** A new lane up to its work. */
  LaneRig working() {
    tell(claimed(0))
        .tell(noFormerIds())
        .tell(new LaneEvent.Registered())
        .tell(new LaneEvent.Fenced());
    tell(tail(10, List.of())).tell(new LaneEvent.StartFound(0)).tell(new LaneEvent.LedgerStored());
    commands.clear();
    return this;
  }

  /** A loss is noted, and the lane claims anew behind it. */
  LaneRig passed(int epoch) {
    tell(new LaneEvent.LedgerStored());
    assertThat(commands).last().isEqualTo(new LaneCommand.Renew(PRODUCER, (short) (epoch - 1)));
    return tell(claimed(epoch)).tell(new LaneEvent.LedgerStored());
  }

  static LaneEvent noFormerIds() {
    return new LaneEvent.FormerIds(Set.of());
  }

  static LaneEvent claimed(int epoch) {
    return new LaneEvent.Claimed(PRODUCER, (short) epoch);
  }

  /** The whole rest of the target's log. */
  static LaneEvent tail(long end, List<BatchSummary> batches) {
    return new LaneEvent.TailRead(batches, end, 0, end);
  }

  static BatchSummary data(long base, int count, int epoch, int sequence) {
    return new BatchSummary(
        base, base + count - 1, count, PRODUCER, (short) epoch, sequence, false);
  }

  static BatchSummary marker(long offset, int epoch) {
    return new BatchSummary(offset, offset, 1, PRODUCER, (short) epoch, -1, true);
  }

  /** Fetched batches, each of so many records, from {@code base} on. */
  LaneRig fetched(long base, int... counts) {
    var batches = new ArrayList<ByteBuffer>();
    long offset = base;
    for (int count : counts) {
      batches.add(batch(offset, TestBatch.Writer.PLAIN, 0, count));
      offset += count;
    }
    return fetched(offset, List.of(), batches);
  }

  LaneRig fetched(long end, List<AbortedTransaction> aborted, List<ByteBuffer> batches) {
    return tell(new LaneEvent.Fetched(chunk(end, aborted, batches)));
  }

  FetchedChunk chunk(long end, List<AbortedTransaction> aborted, List<ByteBuffer> batches) {
    ByteBuffer all = ByteBuffer.allocate(batches.stream().mapToInt(ByteBuffer::remaining).sum());
    batches.forEach(batch -> all.put(batch.duplicate()));
    openLeases++;
    var open = new boolean[] {true};
    return new FetchedChunk(
        0,
        all.flip(),
        aborted,
        end,
        end,
        0,
        timeMs,
        () -> {
          openLeases -= open[0] ? 1 : 0;
          open[0] = false;
        });
  }

  ByteBuffer batch(long base, TestBatch.Writer writer, int attributes, int count) {
    var records = new ArrayList<TestRecord>();
    for (int i = 0; i < count; i++) {
      ByteBuffer value = ByteBuffer.allocate(Long.BYTES).putLong(0, base + i);
      records.add(new TestRecord(timeMs, null, value, List.of()));
    }
    ByteBuffer batch = TestBatch.of(writer, attributes, records);
    return batch.putLong(0, base);
  }

  /** What the lane has sent since the last look. */
  List<OutBatch> sent() {
    List<OutBatch> sent =
        commands.stream()
            .filter(LaneCommand.Produce.class::isInstance)
            .map(command -> ((LaneCommand.Produce) command).batch())
            .toList();
    commands.clear();
    return sent;
  }

  LaneRig acknowledged(int sequence, long targetOffset) {
    return tell(new LaneEvent.Acknowledged(sequence, targetOffset));
  }

  LaneRig failed(int sequence, Failure.Kind kind) {
    return tell(new LaneEvent.ProduceFailed(sequence, new Failure(kind, kind.name(), "test")));
  }

  String state() {
    return lane.status(null).state();
  }
}
