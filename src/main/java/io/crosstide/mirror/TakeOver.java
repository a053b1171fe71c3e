package io.crosstide.mirror;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.mirror.LaneState.Claiming;
import io.crosstide.mirror.LaneState.Fencing;
import io.crosstide.mirror.LaneState.Measuring;
import io.crosstide.mirror.LaneState.Outliving;
import io.crosstide.mirror.LaneState.Recovering;
import io.crosstide.mirror.LaneState.Registering;
import io.crosstide.mirror.LaneState.Seeking;
import io.crosstide.mirror.LaneState.Storing;
import java.util.Optional;
import java.util.Set;

/**
 * The way from nothing to copying: claim a producer id, register it, fence former owners, read what
 * they left in the target's tail, store whose lane it is. Replies to another state than the one
 * that asked change nothing.
 */
final class TakeOver {
  /**
   * How long what a former owner sent can still take effect: the longest time-out of its requests,
   * and as long again for a broker that took its time. Says nothing of an owner paused that long.
   */
  static final long FORMER_OWNER_MS = 60_000;

  /**
   * So often a target that ends too early is looked at again, with pauses, before the lane stops.
   */
  static final int MAX_SHORT_TAILS = 3;

  private static final Set<String> NO_TRANSACTIONS =
      Set.of(
          "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
          "CLUSTER_AUTHORIZATION_FAILED",
          "UNSUPPORTED_VERSION");

  /** No producer id; Kafka's are never negative. */
  private static final long NOBODY = -1;

  private final Lane lane;
  private final LaneLedger ledger;

  /**
   * The producer id that the stored ledger is known to hold; the one in memory may not be stored.
   */
  private long durableAs = NOBODY;

  private long registeredAs = NOBODY;

  private int shortTails;

  TakeOver(Lane lane, LaneContext context) {
    this.lane = lane;
    this.ledger = context.ledger();
  }

  void claim() {
    lane.enter(new Claiming());
    lane.command(new LaneCommand.Claim());
  }

  /** A producer id all the same, where the target grants no transactional id. */
  void claimUnfenced() {
    lane.enter(new Claiming());
    lane.command(new LaneCommand.ClaimUnfenced());
  }

  /**
   * Whether a claim was refused for what the target does not grant this principal, or to anybody.
   */
  static boolean grantsNoTransactions(Failure failure) {
    return NO_TRANSACTIONS.contains(failure.error());
  }

  void claimed(LaneEvent.Claimed claimed, long nowMs) {
    ProducerIdentity identity = new ProducerIdentity(claimed.producerId(), claimed.epoch(), 0);
    if (lane.fencing() && !ledger.isEmpty() && !ledger.wroteAs(identity.producerId())) {
      lane.enter(new Outliving(identity, nowMs + FORMER_OWNER_MS));
    } else {
      measure(identity);
    }
  }

  void measure(ProducerIdentity identity) {
    if (ledger.isEmpty()) {
      register(identity);
      return;
    }
    lane.enter(new Measuring(identity));
    lane.command(new LaneCommand.ReadTail(TargetPort.LOG_END));
  }

  /** Once in each process: whoever lost the registry's topic gets it back with the next start. */
  private void register(ProducerIdentity identity) {
    if (registeredAs == identity.producerId()) {
      fence(identity);
      return;
    }
    lane.enter(new Registering(identity));
    lane.command(new LaneCommand.Register(identity.producerId()));
  }

  void registered(LaneState state) {
    if (state instanceof Registering(ProducerIdentity identity)) {
      registeredAs = identity.producerId();
      fence(identity);
    }
  }

  private void fence(ProducerIdentity identity) {
    if (lane.fencing()) {
      lane.enter(new Fencing(identity));
      lane.command(new LaneCommand.Fence(identity.producerId(), identity.epoch()));
    } else {
      recover(identity);
    }
  }

  void fenced(LaneState state) {
    if (state instanceof Fencing(ProducerIdentity identity)) {
      recover(identity);
    }
  }

  private void recover(ProducerIdentity identity) {
    lane.enter(new Recovering(identity, tailReader(identity)));
    lane.command(
        new LaneCommand.ReadTail(ledger.isEmpty() ? TargetPort.LOG_END : ledger.targetEnd()));
  }

  private TailReader tailReader(ProducerIdentity identity) {
    Optional<ProducerIdentity> fence = lane.fencing() ? Optional.of(identity) : Optional.empty();
    return new TailReader(ledger::wroteAs, ledger.targetEnd(), lane.expected(), fence);
  }

  void tailRead(LaneState state, LaneEvent.TailRead page, long nowMs) {
    if (state instanceof Measuring(ProducerIdentity identity)) {
      measured(identity, page, nowMs);
    } else if (state instanceof Recovering(ProducerIdentity identity, TailReader tail)) {
      recovering(identity, tail, page, nowMs);
    }
  }

  private void measured(ProducerIdentity identity, LaneEvent.TailRead page, long nowMs) {
    if (page.logEndOffset() < ledger.targetEnd()) {
      shortLog(page, nowMs);
    } else {
      register(identity);
    }
  }

  private void recovering(
      ProducerIdentity identity, TailReader tail, LaneEvent.TailRead page, long nowMs) {
    if (ledger.isEmpty()) {
      lane.enter(new Seeking(identity, page.logEndOffset()));
      lane.command(new LaneCommand.FindStart(lane.settings().start()));
    } else if (page.logEndOffset() < ledger.targetEnd()) {
      shortLog(page, nowMs);
    } else if (!tail.read(page)) {
      String detail = "sequence numbers of this lane have a gap in " + lane.settings().target();
      Failure gap = new Failure(Failure.Kind.REFUSED, "ORDER_BROKEN", detail);
      lane.stop(gap, Optional.empty(), nowMs);
    } else if (tail.cutShort(page)) {
      String detail = lane.settings().target() + " does not show this lane's marker yet";
      lane.await(new Failure(Failure.Kind.TRANSIENT, "TAIL_CUT_SHORT", detail), nowMs);
    } else if (!tail.complete(page)) {
      lane.command(new LaneCommand.ReadTail(page.nextOffset()));
    } else {
      ledger.forgetBefore(page.logStartOffset());
      store(identity, tail.replay());
    }
  }

  /**
   * A new leader may know an older high watermark for a while; a log that stays short has lost
   * records.
   */
  private void shortLog(LaneEvent.TailRead page, long nowMs) {
    String detail =
        lane.settings().target()
            + " ends at offset "
            + page.logEndOffset()
            + " but records up to "
            + ledger.targetEnd()
            + " were acknowledged: the target lost records or was created again";
    if (++shortTails <= MAX_SHORT_TAILS) {
      lane.await(new Failure(Failure.Kind.TRANSIENT, "TARGET_LOST_RECORDS", detail), nowMs);
    } else {
      shortTails = 0;
      Failure lost = new Failure(Failure.Kind.OUT_OF_RANGE, "TARGET_LOST_RECORDS", detail);
      lane.stop(lost, Optional.empty(), nowMs);
    }
  }

  void startFound(LaneState state, long sourceOffset) {
    if (state instanceof Seeking(ProducerIdentity identity, long targetEnd)) {
      ledger.begin(sourceOffset, targetEnd);
      store(identity, Replay.none());
    }
  }

  /**
   * Without its producer id and its beginning in the ledger, nobody could tell later what of the
   * target is this lane's.
   */
  private void store(ProducerIdentity identity, Replay replay) {
    shortTails = 0;
    if (durableAs == identity.producerId()) {
      lane.work(identity, replay);
      return;
    }
    ledger.writeAs(identity.producerId());
    lane.enter(new Storing(identity, replay));
    lane.command(new LaneCommand.StoreLedger());
  }

  void stored(LaneState state) {
    if (state instanceof Storing(ProducerIdentity identity, Replay replay)) {
      durableAs = identity.producerId();
      lane.work(identity, replay);
    }
  }
}
