package io.crosstide.mirror;

import io.crosstide.mirror.LaneEvent.Acknowledged;
import io.crosstide.mirror.LaneEvent.Assigned;
import io.crosstide.mirror.LaneEvent.Claimed;
import io.crosstide.mirror.LaneEvent.Close;
import io.crosstide.mirror.LaneEvent.Fenced;
import io.crosstide.mirror.LaneEvent.FetchFailed;
import io.crosstide.mirror.LaneEvent.Fetched;
import io.crosstide.mirror.LaneEvent.FormerIds;
import io.crosstide.mirror.LaneEvent.Judged;
import io.crosstide.mirror.LaneEvent.LedgerRead;
import io.crosstide.mirror.LaneEvent.LedgerStored;
import io.crosstide.mirror.LaneEvent.Lost;
import io.crosstide.mirror.LaneEvent.OperationFailed;
import io.crosstide.mirror.LaneEvent.Parked;
import io.crosstide.mirror.LaneEvent.ProduceFailed;
import io.crosstide.mirror.LaneEvent.RecordRead;
import io.crosstide.mirror.LaneEvent.Registered;
import io.crosstide.mirror.LaneEvent.Revoked;
import io.crosstide.mirror.LaneEvent.SettingsChanged;
import io.crosstide.mirror.LaneEvent.SourceEnd;
import io.crosstide.mirror.LaneEvent.SourceReset;
import io.crosstide.mirror.LaneEvent.StartFound;
import io.crosstide.mirror.LaneEvent.TailRead;
import io.crosstide.mirror.LaneEvent.Woken;
import io.crosstide.mirror.LaneState.Asking;
import io.crosstide.mirror.LaneState.Closed;
import io.crosstide.mirror.LaneState.Lapsed;
import io.crosstide.mirror.LaneState.Outliving;
import io.crosstide.mirror.LaneState.Stopped;
import io.crosstide.mirror.LaneState.Waiting;
import io.crosstide.mirror.LaneState.Working;
import io.crosstide.status.LaneStatus;
import java.util.Optional;

/**
 * The state machine of one lane: claim a producer id, register it, fence former owners, read what
 * they left, copy. No I/O, no clock, no threads: events in, commands out. Whatever goes wrong in a
 * way that this state can't heal ends in the same place, a new claim, because recovery finds the
 * exact record to go on with from any state of affairs.
 */
public final class Lane {
  /** How long a lane that somebody must mend rests between looks. */
  static final long STOPPED_MS = 30_000;

  /** The same for a lane that has to be claimed anew for a look. */
  static final long STOPPED_UNCLAIMED_MS = 300_000;

  /** How long a lane that was taken over leaves the new owner alone. */
  static final long FENCED_MS = 30_000;

  /** How often a lane looks whether its instance is a member again. */
  static final long LAPSED_MS = 250;

  private final LaneId id;
  private final LaneContext context;
  private final LaneCounters counters = new LaneCounters();
  private final TakeOver takeOver;
  private final Losses losses;
  private final Refusals refusals;
  private final Patience patience = new Patience();
  private final Holding holding = new Holding();
  private LaneSettings settings;
  private LaneState state = new Closed();
  private long term;

  private FetchedChunk.Bounds newest = FetchedChunk.Bounds.UNKNOWN;

  /** Timestamp of the oldest record that waited when the lane last stopped copying, or -1. */
  private long oldestMs = -1;

  public Lane(LaneId id, LaneSettings settings, LaneContext context) {
    this.id = id;
    this.settings = settings;
    this.context = context;
    this.losses = new Losses(this, context, counters);
    this.refusals = new Refusals(this, context, counters);
    this.takeOver = new TakeOver(this, losses, context);
  }

  public LaneId id() {
    return id;
  }

  long term() {
    return term;
  }

  /** Whether the lane closes as soon as what is under way is settled. */
  boolean draining() {
    return holding.draining();
  }

  boolean closed() {
    return state instanceof Closed;
  }

  /** When the lane wants {@link Woken}, milliseconds; {@code Long.MAX_VALUE} for never. */
  long wakeAtMs() {
    // A lane that ends, or is somebody else's, claims nothing.
    long renewAtMs = holding.ending() ? Long.MAX_VALUE : takeOver.renewAtMs(state);
    return Math.min(Math.min(state.wakeAtMs(), renewAtMs), holding.untilMs());
  }

  /**
   * Begins.
   *
   * @param formerTerm terms up to this one belong to who was called so before
   */
  void start(long formerTerm) {
    term = formerTerm;
    claim();
  }

  /** Takes one event; a reply to an older term changes nothing but gives its buffers back. */
  void step(Delivery delivery, long nowMs) {
    if (!closed() && !(state instanceof Lapsed) && !context.lease().test(nowMs)) {
      lapse(nowMs);
    }
    boolean current = delivery.term() == Delivery.ANY_TERM || delivery.term() == term;
    LaneEvent event = delivery.event();
    if (!current || closed()) {
      if (event instanceof Fetched(FetchedChunk chunk)) {
        chunk.lease().close();
      }
      return;
    }
    switch (event) {
      case Claimed claimed -> takeOver.claimed(claimed, nowMs);
      case Registered ignored -> takeOver.registered(state);
      case Fenced ignored -> takeOver.fenced(state);
      case TailRead page -> takeOver.tailRead(state, page, nowMs);
      case RecordRead record -> takeOver.recovery().recordRead(state, record, nowMs);
      case StartFound found -> takeOver.recovery().startFound(state, found.sourceOffset(), nowMs);
      case FormerIds found -> takeOver.traced(state, found.producerIds(), nowMs);
      case LedgerRead read -> takeOver.ledgerRead(state, read.ahead(), nowMs);
      case LedgerStored ignored -> takeOver.stored(state);
      case Parked ignored -> refusals.parked(state);
      case Fetched fetched -> fetched(fetched.chunk(), nowMs);
      case Judged ignored -> work(nowMs, copying -> copying.judged(nowMs));
      case Acknowledged done ->
          work(
              nowMs,
              copying -> copying.acknowledged(done.baseSequence(), done.targetOffset(), nowMs));
      case ProduceFailed failed ->
          work(nowMs, copying -> copying.failed(failed.baseSequence(), failed.failure(), nowMs));
      case OperationFailed failed -> operationFailed(failed, nowMs);
      case FetchFailed failed -> work(nowMs, copying -> losses.met(failed, copying, nowMs));
      case SourceReset reset -> work(nowMs, copying -> losses.met(reset, copying));
      case SourceEnd end -> newest = new FetchedChunk.Bounds(end.readableEnd(), end.atMs());
      case Woken ignored -> woken(nowMs);
      case SettingsChanged changed -> settingsChanged(changed.settings());
      case Assigned ignored -> assigned(nowMs);
      case Revoked ignored -> revoked(nowMs);
      case Lost ignored -> end(true);
      case Close ignored -> close();
    }
  }

  /**
   * A step threw, which no step should: the lane stops and is claimed anew later, whatever state it
   * was left in.
   */
  void broken(RuntimeException cause, long nowMs) {
    if (holding.ending()) {
      end(false);
      return;
    }
    stop(
        new Failure(Failure.Kind.REFUSED, "INTERNAL_ERROR", cause.toString()),
        Optional.empty(),
        nowMs);
  }

  /**
   * What the lane looks like at present; {@code trouble} is what keeps it from being fetched, or
   * null.
   */
  LaneStatus status(Failure trouble) {
    return LaneReport.of(
        id,
        settings,
        state,
        new LaneReport.Progress(context.ledger(), counters, takeOver.unfenced(), newest, oldestMs),
        trouble);
  }

  private void claim() {
    takeOver.claim();
  }

  LaneSettings settings() {
    return settings;
  }

  /** Whether the target lets this lane fence former owners. */
  boolean fencing() {
    return takeOver.unfenced() == null;
  }

  void enter(LaneState next) {
    leave();
    state = next;
  }

  private void leave() {
    if (state instanceof Working(Copying copying)) {
      oldestMs = copying.oldestTimestampMs();
      copying.close();
      command(new LaneCommand.Unassign());
    }
    term++;
  }

  void command(LaneCommand command) {
    context.output().accept(id, term, command);
  }

  /** Begins to copy, behind what the ledger says and what the replay will find. */
  void work(ProducerIdentity identity, Replay replay) {
    long from = context.ledger().nextSource();
    leave();
    var begin = new Copying.Begin(identity, from, replay, refusals.narrowing());
    state = new Working(new Copying(id, term, context, settings, counters, begin));
    command(new LaneCommand.Assign(losses.from(from)));
  }

  private void fetched(FetchedChunk chunk, long nowMs) {
    if (!(state instanceof Working(Copying copying))) {
      chunk.lease().close();
      return;
    }
    newest = chunk.bounds();
    unless(copying.fetched(chunk, nowMs), copying, nowMs);
  }

  /** A step of the copy, if the lane copies. */
  @FunctionalInterface
  private interface Work {
    Failure apply(Copying copying);
  }

  private void work(long nowMs, Work work) {
    if (state instanceof Working(Copying copying)) {
      unless(work.apply(copying), copying, nowMs);
    }
  }

  private void unless(Failure failure, Copying copying, long nowMs) {
    if (failure == null) {
      if (holding.draining() && copying.idle()) {
        end(false);
      } else if (!holding.ending()) {
        takeOver.goOn(copying, nowMs);
      }
      return;
    }
    if (holding.ending()) {
      end(failure.kind() == Failure.Kind.FENCED);
      return;
    }
    switch (failure.kind()) {
      case LOST_SEQUENCE -> lostSequence(failure, nowMs);
      case TRANSIENT -> await(failure, nowMs);
      case FENCED -> takenOver(failure, nowMs);
      case REFUSED -> refusals.decide(failure, copying, nowMs);
      case OUT_OF_RANGE -> losses.decide(failure, copying, nowMs);
      case CORRUPT -> refetch(failure, copying, nowMs);
    }
  }

  private void lostSequence(Failure failure, long nowMs) {
    if (patience.mayHealAtOnce(counters.records)) {
      claim();
    } else {
      await(failure, nowMs);
    }
  }

  private void refetch(Failure failure, Copying copying, long nowMs) {
    if (patience.mayRefetch(counters.records)) {
      if (copying.replay().doubtful()) {
        claim();
        return;
      }
      work(copying.identity(), copying.replay());
    } else {
      stop(failure, copying.resumable(), nowMs);
    }
  }

  void await(Failure failure, long nowMs) {
    enter(new Waiting(nowMs + patience.backoffMs(counters.records), failure));
  }

  private void takenOver(Failure failure, long nowMs) {
    command(new LaneCommand.HoldLedger());
    if (holding.takeReturned()) {
      claim();
    } else {
      enter(new Waiting(nowMs + FENCED_MS, failure));
    }
  }

  /** End of what can be read at the source, as far as is known; else -1. */
  long sourceEnd() {
    return newest.readableEnd();
  }

  void stop(Failure failure, Optional<ProducerIdentity> resume, long nowMs) {
    // Without a name to resume under, each look costs the target a marker: look less often.
    long restMs = resume.isPresent() ? STOPPED_MS : STOPPED_UNCLAIMED_MS;
    enter(new Stopped(nowMs + restMs, failure, resume));
  }

  private void operationFailed(OperationFailed failed, long nowMs) {
    Failure failure = failed.failure();
    if (state instanceof Working(Copying copying)) {
      copying.notJudged(failure, nowMs);
    } else if (!takeOver.claimsOtherwise(state, failure, nowMs)) {
      switch (failure.kind()) {
        case FENCED -> takenOver(failure, nowMs);
        case REFUSED, OUT_OF_RANGE, CORRUPT -> stop(failure, Optional.empty(), nowMs);
        case TRANSIENT, LOST_SEQUENCE -> await(failure, nowMs);
      }
    }
  }

  private void woken(long nowMs) {
    if (nowMs >= holding.untilMs()) {
      close();
      return;
    }
    if (nowMs < wakeAtMs()) {
      return;
    }
    switch (state) {
      case Working(Copying copying) -> unless(copying.woken(nowMs), copying, nowMs);
      case Waiting ignored -> claim();
      case Lapsed ignored -> returnOrWait(nowMs);
      case Stopped stopped -> resume(stopped);
      case Outliving outliving -> takeOver.measure(outliving.identity());
      case Asking ignored -> {}
      case Closed ignored -> {}
    }
  }

  private void settingsChanged(LaneSettings changed) {
    settings = changed;
    if (state instanceof Working(Copying copying)) {
      copying.change(changed);
      if (losses.otherLogs()) {
        passLogs();
      }
    } else if (state instanceof Stopped stopped) {
      resume(stopped);
    }
  }

  /** Other topics bear the lane's names: what becomes of that is for its owner to decide. */
  private void passLogs() {
    if (!holding.ending()) {
      claim();
    } else if (!holding.draining()) {
      close();
    }
  }

  private void resume(Stopped stopped) {
    if (stopped.resume().isPresent() && !losses.otherLogs()) {
      work(stopped.resume().get(), Replay.none());
    } else {
      claim();
    }
  }

  private void lapse(long nowMs) {
    if (holding.ending()) {
      end(true);
    } else {
      command(new LaneCommand.HoldLedger());
      enter(new Lapsed(nowMs + LAPSED_MS));
    }
  }

  private void returnOrWait(long nowMs) {
    if (context.lease().test(nowMs)) {
      claim();
    } else {
      state = new Lapsed(nowMs + LAPSED_MS);
    }
  }

  /**
   * A lane at work goes on until its new owner fences it, where that can be. Its ledger rests: the
   * new owner's recovery finds in the tail what it lacks, and nothing must replace what that one
   * stores.
   */
  private void revoked(long nowMs) {
    holding.revoked(nowMs);
    command(new LaneCommand.HoldLedger());
    if (!goesOn()) {
      close();
    }
  }

  private boolean goesOn() {
    return state instanceof Working(Copying copying)
        && fencing()
        && copying.resumable().isPresent();
  }

  /** Whether somebody had the lane in between is told by renewing its claim. */
  private void assigned(long nowMs) {
    boolean givenBack = !holding.ours();
    holding.assigned();
    if (givenBack && !holding.ending() && state instanceof Working(Copying copying)) {
      takeOver.renew(copying, nowMs);
    }
  }

  /**
   * What is under way is waited for, so that the ledger says all; the loop's grace period bounds
   * the wait.
   */
  private void close() {
    if (state instanceof Working(Copying copying) && !copying.idle()) {
      holding.drain();
      copying.drain();
      command(new LaneCommand.Unassign());
    } else {
      end(false);
    }
  }

  /**
   * @param theirs whether somebody else has the lane, and writes its ledger
   */
  private void end(boolean theirs) {
    // Who has lapsed may have a successor, whose ledger stands.
    boolean abandoned = theirs || !holding.ours() || state instanceof Lapsed;
    if (!abandoned && state instanceof Working(Copying copying) && copying.settled()) {
      context.ledger().rest();
      command(new LaneCommand.LedgerChanged());
    }
    if (abandoned) {
      command(new LaneCommand.HoldLedger());
    }
    enter(new Closed());
    command(new LaneCommand.Closed());
  }
}
