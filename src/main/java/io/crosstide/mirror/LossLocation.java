package io.crosstide.mirror;

import io.crosstide.batch.BatchSummary;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.mirror.LaneState.Locating;
import io.crosstide.mirror.LaneState.Noting;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds where a target's log broke that ends before what it has acknowledged: behind the last batch
 * of the lane that is still there. Others may have written since; the log's end alone tells
 * nothing. From there the lane mirrors again, once its ledger says so.
 */
final class LossLocation {
  /** So far back it is looked first; then in the whole log. */
  static final long LOOK_BACK = 100_000;

  private final Lane lane;
  private final Losses losses;
  private final LaneLedger ledger;

  LossLocation(Lane lane, Losses losses, LaneLedger ledger) {
    this.lane = lane;
    this.losses = losses;
    this.ledger = ledger;
  }

  void begin(ProducerIdentity identity, long logEnd) {
    look(new Locating(identity, Math.max(0, logEnd - LOOK_BACK), logEnd, -1));
  }

  private void look(Locating where) {
    lane.enter(where);
    lane.command(new LaneCommand.ReadTail(where.from()));
  }

  void read(Locating where, LaneEvent.TailRead page, long nowMs) {
    long last = where.lastEnd();
    for (BatchSummary batch : page.batches()) {
      boolean ours = !batch.control() && ledger.wroteAs(batch.producerId());
      if (ours && batch.lastOffset() < where.logEnd()) {
        last = batch.lastOffset() + 1;
      }
    }
    Locating further = new Locating(where.identity(), where.from(), where.logEnd(), last);
    if (!page.batches().isEmpty() && page.nextOffset() < where.logEnd()) {
      lane.enter(further);
      lane.command(new LaneCommand.ReadTail(page.nextOffset()));
    } else if (last < 0 && where.from() > 0) {
      look(new Locating(where.identity(), 0, where.logEnd(), -1));
    } else {
      located(further, nowMs);
    }
  }

  private void located(Locating where, long nowMs) {
    OptionalLong source = ledger.toSource(Math.max(0, where.lastEnd()));
    if (source.isEmpty()) {
      String detail =
          "the target lost records that were mirrored before what the ledger remembers, from"
              + " target offset "
              + where.lastEnd()
              + " on";
      Failure lost = new Failure(Failure.Kind.OUT_OF_RANGE, "TARGET_LOST_RECORDS", detail);
      lane.stop(lost, Optional.empty(), nowMs);
      return;
    }
    losses.repeat(source.getAsLong(), where.logEnd());
    // Before the next marker: it would fill up what was lost, and nobody would look again.
    lane.enter(new Noting(where.identity()));
    lane.command(new LaneCommand.StoreLedger());
  }
}
