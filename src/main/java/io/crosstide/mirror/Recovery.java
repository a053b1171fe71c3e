package io.crosstide.mirror;

import io.crosstide.ledger.Appender;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.mirror.LaneState.Comparing;
import io.crosstide.mirror.LaneState.Recovering;
import io.crosstide.mirror.LaneState.Seeking;
import io.crosstide.mirror.LaneState.Storing;
import io.crosstide.topology.StartPosition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * From the fence to copying: read in the target's tail what former owners left behind the ledger,
 * walk the source past it, store as whom the lane goes on. Stops the lane where that can't be
 * exact. Replies to another state than the one that asked change nothing.
 */
final class Recovery {
  /**
   * So often a target that ends too early is looked at again, with pauses, before the lane stops.
   */
  static final int MAX_SHORT_TAILS = 3;

  private final Lane lane;
  private final Losses losses;
  private final LaneLedger ledger;
  private final LossLocation location;
  private Set<Long> former = Set.of();
  private int shortTails;

  Recovery(Lane lane, Losses losses, LaneContext context) {
    this.lane = lane;
    this.losses = losses;
    this.ledger = context.ledger();
    this.location = new LossLocation(lane, losses, ledger);
  }

  /**
   * @param formerIds producer ids that a lane without a ledger had before
   */
  void begin(ProducerIdentity identity, Set<Long> formerIds) {
    former = formerIds;
    lane.enter(new Recovering(identity, tailReader(identity)));
    lane.command(new LaneCommand.ReadTail(from()));
  }

  private TailReader tailReader(ProducerIdentity identity) {
    Optional<ProducerIdentity> fence = lane.fencing() ? Optional.of(identity) : Optional.empty();
    LongPredicate ours = ledger.isEmpty() ? former::contains : ledger::wroteAs;
    // In another log its numbers say nothing.
    Optional<Appender> appender = losses.otherLogs() ? Optional.empty() : ledger.appender();
    return new TailReader(new TailScope(ours, Math.max(0, from()), appender, fence));
  }

  /** Without a ledger the whole log is the ledger, if the lane was here before. */
  private long from() {
    if (!ledger.isEmpty()) {
      return losses.otherTarget() ? 0 : ledger.targetEnd();
    }
    return former.isEmpty() ? TargetPort.LOG_END : 0;
  }

  /** Takes a page of the tail. */
  void read(ProducerIdentity identity, TailReader tail, LaneEvent.TailRead page, long nowMs) {
    if (ledger.isEmpty() && former.isEmpty()) {
      seek(identity, new Replay(List.of(), page.logEndOffset()));
    } else if (!losses.otherTarget() && page.logEndOffset() < ledger.targetEnd()) {
      shortLog(identity, page, nowMs);
    } else if (!tail.read(page)) {
      String detail = "sequence numbers of this lane have a gap in " + lane.settings().target();
      Failure gap = new Failure(Failure.Kind.REFUSED, "ORDER_BROKEN", detail);
      lane.stop(gap, Optional.empty(), nowMs);
    } else if (tail.cutShort(page)) {
      String detail = lane.settings().target() + " does not show this lane's marker yet";
      lane.await(new Failure(Failure.Kind.TRANSIENT, "TAIL_CUT_SHORT", detail), nowMs);
    } else if (!tail.complete(page)) {
      lane.command(new LaneCommand.ReadTail(page.nextOffset()));
    } else if (losses.otherLogs()) {
      // What a former owner left is of another log: the source can't be walked past it.
      seek(identity, new Replay(List.of(), page.nextOffset()));
    } else if (tail.doubt() && lane.fencing()) {
      inexact("the target has removed what would tell how many records it took", nowMs);
    } else {
      ledger.forgetBefore(page.logStartOffset());
      Replay replay = tail.replay();
      if (ledger.isEmpty()) {
        seek(identity, replay);
      } else if (replay.done()) {
        store(identity, replay.end());
      } else {
        lane.work(identity, replay);
      }
    }
  }

  LossLocation location() {
    return location;
  }

  /** The source was walked past what a former owner left. */
  void walked(ProducerIdentity identity, Replay replay, long nowMs) {
    if (replay.overflows()) {
      inexact("the source has too many holes there", nowMs);
    } else if (!replay.done()) {
      inexact("the source has fewer records than were mirrored from it", nowMs);
    } else if (replay.doubtful()) {
      lane.enter(new Comparing(identity, replay));
      lane.command(new LaneCommand.ReadRecord(replay.lastTarget()));
    } else {
      store(identity, replay.end());
    }
  }

  void recordRead(LaneState state, LaneEvent.RecordRead record, long nowMs) {
    if (!(state instanceof Comparing(ProducerIdentity identity, Replay replay))) {
      return;
    }
    if (record.fingerprint().stream().anyMatch(replay::endsWith)) {
      replay.confirm(ledger);
      lane.command(new LaneCommand.LedgerChanged());
      store(identity, replay.end());
    } else {
      inexact("compaction has removed records that were mirrored from the source", nowMs);
    }
  }

  /** Rather than to leave records out or to write them twice, the lane stops. */
  private void inexact(String why, long nowMs) {
    String detail =
        "which records from source offset "
            + Math.max(0, ledger.nextSource())
            + " on are in "
            + lane.settings().target()
            + " can't be told any more: "
            + why;
    Failure failure = new Failure(Failure.Kind.REFUSED, "RECOVERY_NOT_EXACT", detail);
    lane.stop(failure, Optional.empty(), nowMs);
  }

  /**
   * A new leader may know an older high watermark for a while; a log that stays short has lost
   * records.
   */
  void shortLog(ProducerIdentity identity, LaneEvent.TailRead page, long nowMs) {
    String detail =
        lane.settings().target()
            + " ends at offset "
            + page.logEndOffset()
            + " but records up to "
            + ledger.targetEnd()
            + " were acknowledged: the target lost records or was created again";
    if (++shortTails <= MAX_SHORT_TAILS) {
      lane.await(new Failure(Failure.Kind.TRANSIENT, "TARGET_LOST_RECORDS", detail), nowMs);
    } else if (losses.repeats()) {
      shortTails = 0;
      location.begin(identity, page.logEndOffset());
    } else {
      shortTails = 0;
      Failure lost = new Failure(Failure.Kind.OUT_OF_RANGE, "TARGET_LOST_RECORDS", detail);
      lane.stop(lost, Optional.empty(), nowMs);
    }
  }

  private void seek(ProducerIdentity identity, Replay replay) {
    lane.enter(new Seeking(identity, replay));
    lane.command(new LaneCommand.FindStart(losses.start()));
  }

  void startFound(LaneState state, long sourceOffset, long nowMs) {
    if (!(state instanceof Seeking(ProducerIdentity identity, Replay replay))) {
      return;
    }
    if (!ledger.isEmpty()) {
      losses.begin(sourceOffset, replay.end());
      store(identity, replay.end());
    } else if (replay.done()) {
      ledger.begin(sourceOffset, replay.end());
      store(identity, replay.end());
    } else if (former.size() > LaneLedger.MAX_PRODUCERS && lane.fencing()) {
      inexact("its ledger is lost, and it had more producer ids than a new one can hold", nowMs);
    } else if (sourceOffset > 0 || !(lane.settings().start() instanceof StartPosition.Earliest)) {
      inexact("its ledger is lost, and where in the source it began is not known", nowMs);
    } else {
      ledger.begin(0, 0);
      ledger.hasWrittenAs(former);
      lane.work(identity, replay);
    }
  }

  /**
   * Before the first batch of an epoch the ledger says as whom it is written and behind what:
   * nobody could tell later what of the target is this lane's.
   */
  private void store(ProducerIdentity identity, long targetEnd) {
    shortTails = 0;
    losses.identify();
    ledger.writeAs(
        new Appender(identity.producerId(), identity.epoch(), identity.nextSequence(), targetEnd));
    lane.enter(new Storing(identity));
    lane.command(new LaneCommand.StoreLedger());
  }

  /** Under a new epoch behind what is settled and stored: nobody had the lane in between. */
  void goOn(ProducerIdentity identity) {
    long from = ledger.appender().map(Appender::from).orElse(0L);
    store(identity, Math.max(from, ledger.targetEnd()));
  }

  void stored(LaneState state) {
    if (state instanceof Storing(ProducerIdentity identity)) {
      lane.work(identity, Replay.none());
    }
  }
}
