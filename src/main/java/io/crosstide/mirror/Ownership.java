package io.crosstide.mirror;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.mirror.LaneState.Closed;
import io.crosstide.mirror.LaneState.Lapsed;
import io.crosstide.mirror.LaneState.Waiting;
import io.crosstide.mirror.LaneState.Working;
import java.util.function.LongPredicate;

/**
 * What a lane does when it is given to another instance, given back, fenced, without a lease, or
 * ended. See decision 6.
 */
final class Ownership {
  /** How long a lane that was taken over leaves the new owner alone. */
  static final long FENCED_MS = 30_000;

  /** How often a lane looks whether its instance is a member again. */
  static final long LAPSED_MS = 250;

  private final Lane lane;
  private final TakeOver takeOver;
  private final LaneLedger ledger;
  private final LongPredicate lease;
  private final Holding holding = new Holding();

  Ownership(Lane lane, TakeOver takeOver, LaneContext context) {
    this.lane = lane;
    this.takeOver = takeOver;
    this.ledger = context.ledger();
    this.lease = context.lease();
  }

  boolean draining() {
    return holding.draining();
  }

  boolean ending() {
    return holding.ending();
  }

  /** When the lane wants to end, or to renew its claim if it is to go on, milliseconds. */
  long wakeAtMs(LaneState state) {
    return holding.ending() ? holding.untilMs() : takeOver.renewal().atMs(state);
  }

  /** Before each event: without a lease a lane drops what it holds. */
  void look(LaneState state, long nowMs) {
    if (state instanceof Closed || state instanceof Lapsed || lease.test(nowMs)) {
      return;
    }
    if (holding.ending()) {
      end(state, true);
    } else {
      lane.command(new LaneCommand.HoldLedger());
      lane.enter(new Lapsed(nowMs + LAPSED_MS));
    }
  }

  void returnOrWait(long nowMs) {
    if (lease.test(nowMs)) {
      lane.claim();
    } else {
      lane.enter(new Lapsed(nowMs + LAPSED_MS));
    }
  }

  /**
   * A lane at work goes on until its new owner fences it, where that can be. Its ledger rests: the
   * new owner's recovery finds in the tail what it lacks, and nothing must replace what that one
   * stores.
   */
  void revoked(LaneState state, long nowMs) {
    holding.revoked(nowMs);
    lane.command(new LaneCommand.HoldLedger());
    if (!goesOn(state)) {
      close(state);
    }
  }

  private boolean goesOn(LaneState state) {
    return state instanceof Working(Copying copying)
        && lane.fencing()
        && copying.resumable().isPresent();
  }

  /** Whether somebody had the lane in between is told by renewing its claim. */
  void assigned(LaneState state, long nowMs) {
    boolean givenBack = !holding.ours();
    holding.assigned();
    if (givenBack && !holding.ending() && state instanceof Working(Copying copying)) {
      takeOver.renewal().now(copying, nowMs);
    }
  }

  /** Somebody else has claimed the lane, whom only this instance's return to it explains. */
  void takenOver(Failure failure, long nowMs) {
    lane.command(new LaneCommand.HoldLedger());
    if (holding.takeReturned()) {
      lane.claim();
    } else {
      lane.enter(new Waiting(nowMs + FENCED_MS, failure));
    }
  }

  /** Other topics bear the lane's names: what becomes of that is for its owner to decide. */
  void otherLogs(LaneState state) {
    if (!holding.ending()) {
      lane.claim();
    } else if (!holding.draining()) {
      close(state);
    }
  }

  /** Whether the time is over for which a lane goes on that is somebody else's; ends it then. */
  boolean over(LaneState state, long nowMs) {
    boolean over = nowMs >= holding.untilMs();
    if (over) {
      close(state);
    }
    return over;
  }

  /** Whether the lane is about to end, after a step without failure; ends it when it can. */
  boolean ended(LaneState state) {
    if (holding.draining() && state instanceof Working(Copying copying) && copying.idle()) {
      end(state, false);
    }
    return holding.ending();
  }

  /** The same after a failure: a lane that is about to end is not healed. */
  boolean endedBy(LaneState state, Failure failure) {
    if (holding.ending()) {
      end(state, failure.kind() == Failure.Kind.FENCED);
    }
    return holding.ending();
  }

  /**
   * What is under way is waited for, so that the ledger says all; the loop's grace period bounds
   * the wait.
   */
  void close(LaneState state) {
    if (state instanceof Working(Copying copying) && !copying.idle()) {
      holding.drain();
      copying.drain();
      lane.command(new LaneCommand.Unassign());
    } else {
      end(state, false);
    }
  }

  /**
   * @param theirs whether somebody else has the lane, and writes its ledger
   */
  void end(LaneState state, boolean theirs) {
    // Who has lapsed may have a successor, whose ledger stands.
    boolean abandoned = theirs || !holding.ours() || state instanceof Lapsed;
    if (!abandoned && state instanceof Working(Copying copying) && copying.settled()) {
      ledger.rest();
      lane.command(new LaneCommand.LedgerChanged());
    }
    if (abandoned) {
      lane.command(new LaneCommand.HoldLedger());
    }
    lane.enter(new Closed());
    lane.command(new LaneCommand.Closed());
  }
}
