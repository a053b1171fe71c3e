package io.crosstide.mirror;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.Loss;
import io.crosstide.mirror.LaneState.Parking;
import io.crosstide.topology.LossPolicy.OnRefused;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of a batch that the target refuses: the lane stops, or, by policy, finds the records
 * that are to blame, has them parked one by one, notes each in the ledger and goes on.
 */
final class Refusals {
  /**
   * So many records may be parked without one between that was taken: a target that refuses all is
   * not to be answered by emptying the source into the quarantine.
   */
  static final int MAX_IN_A_ROW = 100;

  /** What a broker says of a record, and not of the topic or of the principal. */
  private static final Set<String> OF_RECORDS =
      Set.of("MESSAGE_TOO_LARGE", "RECORD_LIST_TOO_LARGE", "INVALID_RECORD", "INVALID_TIMESTAMP");

  private final Lane lane;
  private final LaneContext context;
  private final LaneLedger ledger;
  private final LaneCounters counters;
  private final Narrowing narrowing = new Narrowing();
  private long recordsBefore = -1;
  private int inARow;

  Refusals(Lane lane, LaneContext context, LaneCounters counters) {
    this.lane = lane;
    this.context = context;
    this.ledger = context.ledger();
    this.counters = counters;
  }

  Narrowing narrowing() {
    return narrowing;
  }

  /** Everything before the refused batch is settled. */
  void decide(Failure failure, Copying copying, long nowMs) {
    Optional<ProducerIdentity> identity = copying.resumable();
    OutBatch refused = copying.oldest();
    boolean park =
        lane.settings().losses().onRefused() == OnRefused.QUARANTINE
            && OF_RECORDS.contains(failure.error());
    if (!park || identity.isEmpty() || refused == null) {
      lane.stop(failure, identity, nowMs);
    } else if (refused.recordCount() > 1) {
      narrowing.refused(refused.recordCount(), refused.sourceNext());
      lane.work(identity.get(), Replay.none());
    } else if (tooMany()) {
      String detail = MAX_IN_A_ROW + " records in a row were refused, the last: " + failure;
      Failure all = new Failure(Failure.Kind.REFUSED, "QUARANTINE_FULL", detail);
      inARow = 0;
      lane.stop(all, identity, nowMs);
    } else {
      park(failure, identity.get(), refused);
    }
  }

  private boolean tooMany() {
    inARow = counters.records == recordsBefore ? inARow + 1 : 1;
    recordsBefore = counters.records;
    return inARow > MAX_IN_A_ROW;
  }

  private void park(Failure failure, ProducerIdentity identity, OutBatch refused) {
    ByteBuffer own = ByteBuffer.allocate(refused.bytes().remaining());
    own.put(refused.bytes().duplicate()).flip();
    long offset = refused.pieces().getFirst().source();
    var record =
        new ParkedRecord(own, ledger.notes().chapter(), offset, lane.settings().target(), failure);
    lane.enter(new Parking(identity, record, refused.sourceNext()));
    lane.command(new LaneCommand.Park(record));
  }

  /** The record is safe: the ledger must know that it is, then the lane goes on behind it. */
  void parked(LaneState state) {
    if (state instanceof Parking(ProducerIdentity identity, ParkedRecord record, long next)) {
      long offset = record.sourceOffset();
      Loss loss =
          new Loss(
              Loss.Kind.QUARANTINED,
              offset,
              offset + 1,
              context.timeOfDayMs().getAsLong(),
              record.refusal().toString());
      ledger.note(loss, next);
      counters.dropped("quarantined");
      lane.pass(identity);
    }
  }
}
