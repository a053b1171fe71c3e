package io.crosstide.mirror;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.Owner;
import io.crosstide.mirror.LaneState.Claiming;
import io.crosstide.mirror.LaneState.Fencing;
import io.crosstide.mirror.LaneState.Following;
import io.crosstide.mirror.LaneState.Locating;
import io.crosstide.mirror.LaneState.Measuring;
import io.crosstide.mirror.LaneState.Noting;
import io.crosstide.mirror.LaneState.Outliving;
import io.crosstide.mirror.LaneState.Passing;
import io.crosstide.mirror.LaneState.Recovering;
import io.crosstide.mirror.LaneState.Registering;
import io.crosstide.mirror.LaneState.Renewing;
import io.crosstide.mirror.LaneState.Rereading;
import io.crosstide.mirror.LaneState.Tracing;
import io.crosstide.topology.Guarantee;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The way from nothing to {@link Recovery}: claim a producer id, register it, fence former owners.
 * Replies to another state than the one that asked change nothing.
 */
final class TakeOver {
  /**
   * How long what a former owner sent can still take effect: the longest time-out of its requests,
   * and as long again for a broker that took its time. Says nothing of an owner paused that long.
   */
  static final long FORMER_OWNER_MS = 60_000;

  private static final Set<String> NO_TRANSACTIONS =
      Set.of(
          "TRANSACTIONAL_ID_AUTHORIZATION_FAILED",
          "CLUSTER_AUTHORIZATION_FAILED",
          "UNSUPPORTED_VERSION");

  /** No producer id; Kafka's are never negative. */
  private static final long NOBODY = -1;

  private final Lane lane;
  private final Losses losses;
  private final LaneLedger ledger;
  private final Recovery recovery;
  private final Successors successors;
  private final Renewal renewal;

  /** Why former owners can't be fenced, or null. */
  private Failure unfenced;

  private long registeredAs = NOBODY;

  /** As whom the lane claimed last, when it has looked who it was before; else null. */
  private ProducerIdentity traced;

  /** Producer ids that a lane without a ledger had before. */
  private Set<Long> former = Set.of();

  TakeOver(Lane lane, Losses losses, LaneContext context) {
    this.lane = lane;
    this.losses = losses;
    this.ledger = context.ledger();
    this.recovery = new Recovery(lane, losses, context);
    this.successors = new Successors(lane, ledger);
    this.renewal = new Renewal(lane);
  }

  void claim() {
    // Rights may have come meanwhile.
    unfenced = null;
    lane.enter(new Claiming());
    lane.command(new LaneCommand.Claim());
  }

  /** Why former owners can't be fenced, or null when they can. */
  Failure unfenced() {
    return unfenced;
  }

  /** Whether there is another way to claim after this failure, and it is taken. */
  boolean claimsOtherwise(LaneState state, Failure failure, long nowMs) {
    if (state instanceof Claiming && unfenced == null && grantsNoTransactions(failure)) {
      unfenced = failure;
      claimUnfenced(failure, nowMs);
      return true;
    }
    boolean otherwise =
        switch (failure.kind()) {
          case TRANSIENT, FENCED -> false;
          case LOST_SEQUENCE, REFUSED, CORRUPT, OUT_OF_RANGE ->
              state instanceof Renewing || state instanceof Following;
        };
    if (otherwise) {
      claim();
    }
    return otherwise;
  }

  /** A producer id all the same, where the target grants no transactional id, if that may be. */
  private void claimUnfenced(Failure refusal, long nowMs) {
    if (lane.settings().delivery() == Guarantee.EXACTLY_ONCE) {
      String detail =
          "delivery is exactly-once, and the target grants no transactional id to fence former"
              + " owners with: "
              + refusal
              + "; grant WRITE and DESCRIBE on TransactionalId:crosstide.* or set delivery:"
              + " strongest";
      Failure failure = new Failure(Failure.Kind.REFUSED, refusal.error(), detail);
      lane.stop(failure, Optional.empty(), nowMs);
      return;
    }
    lane.enter(new Claiming());
    lane.command(new LaneCommand.ClaimUnfenced());
  }

  /**
   * Whether a claim was refused for what the target does not grant this principal, or to anybody.
   */
  private static boolean grantsNoTransactions(Failure failure) {
    return NO_TRANSACTIONS.contains(failure.error());
  }

  void claimed(LaneState state, LaneEvent.Claimed claimed, long nowMs) {
    ledger.claimedAs(new Owner(claimed.producerId(), claimed.epoch()));
    if (losses.stopped(nowMs)) {
      return;
    }
    ProducerIdentity identity = new ProducerIdentity(claimed.producerId(), claimed.epoch(), 0);
    renewal.claimed(nowMs);
    if (state instanceof Following(ProducerIdentity before) && before.isFollowedBy(identity)) {
      recovery.goOn(identity);
      return;
    }
    boolean goesOn = traced != null && traced.isFollowedBy(identity);
    traced = goesOn ? identity : null;
    if (ledger.isEmpty() && !goesOn) {
      lane.enter(new Tracing(identity));
      lane.command(new LaneCommand.FindFormerIds());
    } else {
      outlive(identity, ledger.isEmpty() || ledger.wroteAs(identity.producerId()), nowMs);
    }
  }

  /** After a step of the copy: what the lane has to do beside. */
  void goOn(Copying copying, long nowMs) {
    if (copying.walked(nowMs)) {
      recovery.walked(copying.identity(), copying.replay(), nowMs);
    } else {
      renewal.whenDue(copying, nowMs);
    }
  }

  /**
   * A lane without a ledger is a new one, or has lost it. Its producer ids were registered before
   * its first batch; a raised epoch tells that it was here even where the registry is lost too.
   */
  void traced(LaneState state, Set<Long> producerIds, long nowMs) {
    if (state instanceof Tracing(ProducerIdentity identity)) {
      former = new TreeSet<>(producerIds);
      traced = identity;
      if (identity.epoch() > 0) {
        former.add(identity.producerId());
      }
      outlive(identity, former.isEmpty() || former.contains(identity.producerId()), nowMs);
    }
  }

  Recovery recovery() {
    return recovery;
  }

  Renewal renewal() {
    return renewal;
  }

  private void outlive(ProducerIdentity identity, boolean known, long nowMs) {
    if (lane.fencing() && !known) {
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
      recovery.begin(identity, former);
    }
  }

  void fenced(LaneState state) {
    if (state instanceof Fencing(ProducerIdentity identity)
        && !successors.readsAgain(identity, true, former)) {
      recovery.begin(identity, former);
    }
  }

  void ledgerRead(LaneState state, boolean ahead, long nowMs) {
    if (!(state instanceof Rereading(ProducerIdentity identity, boolean fenced))) {
      return;
    }
    // What policies decide about is the ledger that holds.
    if (ahead && losses.stopped(nowMs)) {
      return;
    }
    if (ahead && !ledger.wroteAs(identity.producerId())) {
      lane.enter(new Outliving(identity, nowMs + FORMER_OWNER_MS));
    } else if (fenced) {
      recovery.begin(identity, former);
    } else {
      measure(identity);
    }
  }

  void tailRead(LaneState state, LaneEvent.TailRead page, long nowMs) {
    if (state instanceof Measuring(ProducerIdentity identity)) {
      measured(identity, page, nowMs);
    } else if (state instanceof Recovering(ProducerIdentity identity, TailReader tail)) {
      recovery.read(identity, tail, page, nowMs);
    } else if (state instanceof Locating where) {
      recovery.location().read(where, page, nowMs);
    }
  }

  private void measured(ProducerIdentity identity, LaneEvent.TailRead page, long nowMs) {
    if (losses.otherTarget() || page.logEndOffset() >= ledger.targetEnd()) {
      register(identity);
    } else if (!successors.readsAgain(identity, false, former)) {
      recovery.shortLog(identity, page, nowMs);
    }
  }

  void stored(LaneState state) {
    if (state instanceof Noting(ProducerIdentity identity)) {
      register(identity);
    } else if (state instanceof Passing(ProducerIdentity identity)) {
      renewal.follow(identity);
    } else {
      recovery.stored(state);
    }
  }
}
