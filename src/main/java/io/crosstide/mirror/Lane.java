package io.crosstide.mirror;

import io.crosstide.mirror.LaneState.Asking;
import io.crosstide.mirror.LaneState.Closed;
import io.crosstide.mirror.LaneState.Lapsed;
import io.crosstide.mirror.LaneState.Outliving;
import io.crosstide.mirror.LaneState.Passing;
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

  private final LaneId id;
  private final LaneContext context;
  private final LaneCounters counters = new LaneCounters();
  private final TakeOver takeOver;
  private final Losses losses;
  private final Refusals refusals;
  private final Remedies remedies;
  private final Ownership ownership;
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
    this.ownership = new Ownership(this, takeOver, context);
    this.remedies = new Remedies(this, losses, refusals, ownership, counters);
  }

  public LaneId id() {
    return id;
  }

  long term() {
    return term;
  }

  /** Whether the lane closes as soon as what is under way is settled. */
  boolean draining() {
    return ownership.draining();
  }

  boolean closed() {
    return state instanceof Closed;
  }

  /** When the lane wants {@link Woken}, milliseconds; {@code Long.MAX_VALUE} for never. */
  long wakeAtMs() {
    return Math.min(state.wakeAtMs(), ownership.wakeAtMs(state));
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
    ownership.look(state, nowMs);
    boolean current = delivery.term() == Delivery.ANY_TERM || delivery.term() == term;
    LaneEvent event = delivery.event();
    if (!current || closed()) {
      if (event instanceof LaneEvent.Fetched(FetchedChunk chunk)) {
        chunk.lease().close();
      }
      return;
    }
    switch (event) {
      case LaneEvent.Claimed claimed -> takeOver.claimed(state, claimed, nowMs);
      case LaneEvent.Registered ignored -> takeOver.registered(state);
      case LaneEvent.Fenced ignored -> takeOver.fenced(state);
      case LaneEvent.TailRead page -> takeOver.tailRead(state, page, nowMs);
      case LaneEvent.RecordRead record -> takeOver.recovery().recordRead(state, record, nowMs);
      case LaneEvent.StartFound found ->
          takeOver.recovery().startFound(state, found.sourceOffset(), nowMs);
      case LaneEvent.FormerIds found -> takeOver.traced(state, found.producerIds(), nowMs);
      case LaneEvent.LedgerRead read -> takeOver.ledgerRead(state, read.ahead(), nowMs);
      case LaneEvent.LedgerStored ignored -> takeOver.stored(state);
      case LaneEvent.Parked ignored -> refusals.parked(state);
      case LaneEvent.Fetched fetched -> fetched(fetched.chunk(), nowMs);
      case LaneEvent.Judged ignored -> work(nowMs, copying -> copying.judged(nowMs));
      case LaneEvent.Acknowledged done ->
          work(
              nowMs,
              copying -> copying.acknowledged(done.baseSequence(), done.targetOffset(), nowMs));
      case LaneEvent.ProduceFailed failed ->
          work(nowMs, copying -> copying.failed(failed.baseSequence(), failed.failure(), nowMs));
      case LaneEvent.OperationFailed failed -> operationFailed(failed.failure(), nowMs);
      case LaneEvent.FetchFailed failed ->
          work(nowMs, copying -> losses.met(failed, copying, nowMs));
      case LaneEvent.SourceReset reset -> work(nowMs, copying -> losses.met(reset, copying));
      case LaneEvent.SourceEnd end ->
          newest = new FetchedChunk.Bounds(end.readableEnd(), end.atMs());
      case LaneEvent.Woken ignored -> woken(nowMs);
      case LaneEvent.SettingsChanged changed -> settingsChanged(changed.settings());
      case LaneEvent.Assigned ignored -> ownership.assigned(state, nowMs);
      case LaneEvent.Revoked ignored -> ownership.revoked(state, nowMs);
      case LaneEvent.Lost ignored -> ownership.end(state, true);
      case LaneEvent.Close ignored -> ownership.close(state);
    }
  }

  /**
   * A step threw, which no step should: the lane stops and is claimed anew later, whatever state it
   * was left in.
   */
  void broken(RuntimeException cause, long nowMs) {
    if (ownership.ending()) {
      ownership.end(state, true);
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

  void claim() {
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
      if (!ownership.ended(state)) {
        takeOver.goOn(copying, nowMs);
      }
    } else if (!ownership.endedBy(state, failure)) {
      remedies.decide(failure, copying, nowMs);
    }
  }

  /** Something passes by itself: the lane is claimed anew a little later. */
  void await(Failure failure, long nowMs) {
    enter(new Waiting(nowMs + remedies.backoffMs(), failure));
  }

  /** Goes on behind a loss, once it is noted. */
  void pass(ProducerIdentity identity) {
    enter(new Passing(identity));
    command(new LaneCommand.StoreLedger());
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

  /** As {@link #stop}, for what may pass by itself. */
  void rest(Failure failure, ProducerIdentity identity, long nowMs) {
    enter(new Stopped(nowMs + remedies.backoffMs(), failure, Optional.of(identity)));
  }

  private void operationFailed(Failure failure, long nowMs) {
    if (state instanceof Working(Copying copying)) {
      copying.notJudged(failure, nowMs);
    } else if (!takeOver.claimsOtherwise(state, failure, nowMs)) {
      remedies.decide(failure, nowMs);
    }
  }

  private void woken(long nowMs) {
    if (ownership.over(state, nowMs) || nowMs < wakeAtMs()) {
      return;
    }
    switch (state) {
      case Working(Copying copying) -> unless(copying.woken(nowMs), copying, nowMs);
      case Waiting ignored -> claim();
      case Lapsed ignored -> ownership.returnOrWait(nowMs);
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
        ownership.otherLogs(state);
      }
    } else if (state instanceof Stopped stopped) {
      resume(stopped);
    }
  }

  private void resume(Stopped stopped) {
    if (stopped.resume().isPresent() && !losses.otherLogs()) {
      work(stopped.resume().get(), Replay.none());
    } else {
      claim();
    }
  }
}
