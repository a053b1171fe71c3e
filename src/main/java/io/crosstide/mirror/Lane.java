package io.crosstide.mirror;

import io.crosstide.mirror.LaneEvent.Acknowledged;
import io.crosstide.mirror.LaneEvent.Claimed;
import io.crosstide.mirror.LaneEvent.Close;
import io.crosstide.mirror.LaneEvent.Fenced;
import io.crosstide.mirror.LaneEvent.FetchFailed;
import io.crosstide.mirror.LaneEvent.Fetched;
import io.crosstide.mirror.LaneEvent.Judged;
import io.crosstide.mirror.LaneEvent.LedgerStored;
import io.crosstide.mirror.LaneEvent.OperationFailed;
import io.crosstide.mirror.LaneEvent.ProduceFailed;
import io.crosstide.mirror.LaneEvent.Registered;
import io.crosstide.mirror.LaneEvent.SettingsChanged;
import io.crosstide.mirror.LaneEvent.StartFound;
import io.crosstide.mirror.LaneEvent.TailRead;
import io.crosstide.mirror.LaneEvent.Woken;
import io.crosstide.mirror.LaneState.Claiming;
import io.crosstide.mirror.LaneState.Closed;
import io.crosstide.mirror.LaneState.Fencing;
import io.crosstide.mirror.LaneState.Recovering;
import io.crosstide.mirror.LaneState.Registering;
import io.crosstide.mirror.LaneState.Seeking;
import io.crosstide.mirror.LaneState.Stopped;
import io.crosstide.mirror.LaneState.Storing;
import io.crosstide.mirror.LaneState.Waiting;
import io.crosstide.mirror.LaneState.Working;
import io.crosstide.status.LaneStatus;
import java.util.Map;
import java.util.Optional;

/**
 * The state machine of one lane: claim a producer id, register it, fence former owners, read what
 * they left, copy. No I/O, no clock, no threads: events in, commands out. Whatever goes wrong in a
 * way that this state can't heal ends in the same place, a new claim, because recovery finds the
 * exact record to go on with from any state of affairs.
 */
public final class Lane {
  static final long MIN_BACKOFF_MS = 250;
  static final long MAX_BACKOFF_MS = 10_000;

  /** How long a lane that somebody must mend rests between looks. */
  static final long STOPPED_MS = 30_000;

  /** The same for a lane that has to be claimed anew for a look. */
  static final long STOPPED_UNCLAIMED_MS = 300_000;

  /** How long a lane that was taken over leaves the new owner alone. */
  static final long FENCED_MS = 30_000;

  /**
   * A damaged batch is fetched again so often before the damage is taken to be on the source's
   * disk.
   */
  static final int MAX_REFETCHES = 3;

  private final LaneId id;
  private final LaneContext context;
  private final LaneCounters counters = new LaneCounters();
  private LaneSettings settings;
  private LaneState state = new Closed();
  private long term;
  private int attempts;
  private int refetches;
  private long recordsAtLoss = -1;
  private boolean draining;

  /**
   * The producer id that the stored ledger is known to hold; the one in memory may not be stored.
   */
  private long durableAs = -1;

  private boolean fencing = true;
  private long sourceEnd = -1;
  private long newestFetchMs = -1;

  public Lane(LaneId id, LaneSettings settings, LaneContext context) {
    this.id = id;
    this.settings = settings;
    this.context = context;
  }

  public LaneId id() {
    return id;
  }

  long term() {
    return term;
  }

  boolean closed() {
    return state instanceof Closed;
  }

  /** When the lane wants {@link Woken}, milliseconds; {@code Long.MAX_VALUE} for never. */
  long wakeAtMs() {
    return switch (state) {
      case Working(Copying copying) -> copying.wakeAtMs();
      case Waiting waiting -> waiting.untilMs();
      case Stopped stopped -> stopped.untilMs();
      case Claiming ignored -> Long.MAX_VALUE;
      case Registering ignored -> Long.MAX_VALUE;
      case Fencing ignored -> Long.MAX_VALUE;
      case Recovering ignored -> Long.MAX_VALUE;
      case Seeking ignored -> Long.MAX_VALUE;
      case Storing ignored -> Long.MAX_VALUE;
      case Closed ignored -> Long.MAX_VALUE;
    };
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
    boolean current = delivery.term() == Delivery.ANY_TERM || delivery.term() == term;
    LaneEvent event = delivery.event();
    if (!current || closed()) {
      if (event instanceof Fetched(FetchedChunk chunk)) {
        chunk.lease().close();
      }
      return;
    }
    switch (event) {
      case Claimed claimed ->
          claimed(new ProducerIdentity(claimed.producerId(), claimed.epoch(), 0));
      case Registered ignored -> registered();
      case Fenced ignored -> fenced();
      case TailRead page -> tailRead(page, nowMs);
      case StartFound found -> startFound(found.sourceOffset());
      case LedgerStored ignored -> stored();
      case Fetched fetched -> fetched(fetched.chunk(), nowMs);
      case Judged ignored -> work(nowMs, copying -> copying.judged(nowMs));
      case Acknowledged done ->
          work(
              nowMs,
              copying -> copying.acknowledged(done.baseSequence(), done.targetOffset(), nowMs));
      case ProduceFailed failed ->
          work(nowMs, copying -> copying.failed(failed.baseSequence(), failed.failure(), nowMs));
      case OperationFailed failed -> operationFailed(failed, nowMs);
      case FetchFailed failed -> fetchFailed(failed, nowMs);
      case Woken ignored -> woken(nowMs);
      case SettingsChanged changed -> settingsChanged(changed.settings());
      case Close ignored -> close();
    }
  }

  /**
   * A step threw, which no step should: the lane stops and is claimed anew later, whatever state it
   * was left in.
   */
  void broken(RuntimeException cause, long nowMs) {
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
    long position = context.ledger().isEmpty() ? -1 : context.ledger().nextSource();
    long lag = position < 0 || sourceEnd < 0 ? -1 : Math.max(0, sourceEnd - position);
    return new LaneStatus(
        id.sourceTopic(),
        id.partition(),
        settings.target().topic(),
        state.label(),
        reason(trouble),
        counters.records,
        counters.bytes,
        counters.batches(),
        counters.dropped(),
        counters.retries,
        position,
        sourceEnd,
        lag,
        lag > 0 ? oldestMs() : -1);
  }

  /** The face of a lane that could not even begin. */
  static LaneStatus refused(LaneId id, LaneSettings settings, String reason) {
    return new LaneStatus(
        id.sourceTopic(),
        id.partition(),
        settings.target().topic(),
        "stopped",
        reason,
        0,
        0,
        Map.of(),
        Map.of(),
        0,
        -1,
        -1,
        -1,
        -1);
  }

  private long oldestMs() {
    long inFlight = state instanceof Working(Copying copying) ? copying.oldestTimestampMs() : -1;
    return inFlight >= 0 ? inFlight : newestFetchMs;
  }

  private String reason(Failure trouble) {
    return switch (state) {
      case Waiting waiting -> waiting.failure().toString();
      case Stopped stopped -> stopped.failure().toString();
      case Working(Copying copying) -> {
        Failure failure = copying.trouble() != null ? copying.trouble() : trouble;
        yield failure == null ? "" : failure.toString();
      }
      case Claiming ignored -> "";
      case Registering ignored -> "";
      case Fencing ignored -> "";
      case Recovering ignored -> "";
      case Seeking ignored -> "";
      case Storing ignored -> "";
      case Closed ignored -> "";
    };
  }

  private void enter(LaneState next) {
    leave();
    state = next;
  }

  private void leave() {
    if (state instanceof Working(Copying copying)) {
      copying.close();
      command(new LaneCommand.Unassign());
    }
    term++;
  }

  private void command(LaneCommand command) {
    context.output().accept(id, term, command);
  }

  private void claim() {
    enter(new Claiming());
    command(fencing ? new LaneCommand.Claim() : new LaneCommand.ClaimUnfenced());
  }

  private void claimed(ProducerIdentity identity) {
    if (context.ledger().wroteAs(identity.producerId())) {
      fence(identity);
    } else {
      enter(new Registering(identity));
      command(new LaneCommand.Register(identity.producerId()));
    }
  }

  private void registered() {
    if (state instanceof Registering(ProducerIdentity identity)) {
      fence(identity);
    }
  }

  private void fence(ProducerIdentity identity) {
    if (fencing) {
      enter(new Fencing(identity));
      command(new LaneCommand.Fence(identity.producerId(), identity.epoch()));
    } else {
      recover(identity);
    }
  }

  private void fenced() {
    if (state instanceof Fencing(ProducerIdentity identity)) {
      recover(identity);
    }
  }

  private void recover(ProducerIdentity identity) {
    enter(
        new Recovering(
            identity, new TailReader(context.ledger()::wroteAs, context.ledger().targetEnd())));
    command(
        new LaneCommand.ReadTail(
            context.ledger().isEmpty() ? TargetPort.LOG_END : context.ledger().targetEnd()));
  }

  private void tailRead(TailRead page, long nowMs) {
    if (!(state instanceof Recovering(ProducerIdentity identity, TailReader tail))) {
      return;
    }
    if (context.ledger().isEmpty()) {
      enter(new Seeking(identity, page.logEndOffset()));
      command(new LaneCommand.FindStart(settings.start()));
    } else if (page.logEndOffset() < context.ledger().targetEnd()) {
      String detail =
          settings.target()
              + " ends at offset "
              + page.logEndOffset()
              + " but records up to "
              + context.ledger().targetEnd()
              + " were acknowledged: the target lost records or was created again";
      stop(
          new Failure(Failure.Kind.OUT_OF_RANGE, "TARGET_LOST_RECORDS", detail),
          Optional.empty(),
          nowMs);
    } else if (!tail.read(page)) {
      String detail = "sequence numbers of this lane have a gap in " + settings.target();
      stop(new Failure(Failure.Kind.REFUSED, "ORDER_BROKEN", detail), Optional.empty(), nowMs);
    } else if (!tail.complete(page)) {
      command(new LaneCommand.ReadTail(page.nextOffset()));
    } else {
      store(identity, tail.replay());
    }
  }

  private void startFound(long sourceOffset) {
    if (state instanceof Seeking(ProducerIdentity identity, long targetEnd)) {
      context.ledger().begin(sourceOffset, targetEnd);
      store(identity, new Replay(java.util.List.of()));
    }
  }

  /**
   * Without its producer id and its beginning in the ledger, nobody could tell later what of the
   * target is this lane's.
   */
  private void store(ProducerIdentity identity, Replay replay) {
    if (durableAs == identity.producerId()) {
      work(identity, replay);
      return;
    }
    context.ledger().writeAs(identity.producerId());
    enter(new Storing(identity, replay));
    command(new LaneCommand.StoreLedger());
  }

  private void stored() {
    if (state instanceof Storing(ProducerIdentity identity, Replay replay)) {
      durableAs = identity.producerId();
      work(identity, replay);
    }
  }

  private void work(ProducerIdentity identity, Replay replay) {
    long from = context.ledger().nextSource();
    leave();
    var begin = new Copying.Begin(identity, from, replay);
    state = new Working(new Copying(id, term, context, settings, counters, begin));
    command(new LaneCommand.Assign(from));
  }

  private void fetched(FetchedChunk chunk, long nowMs) {
    if (!(state instanceof Working(Copying copying))) {
      chunk.lease().close();
      return;
    }
    sourceEnd = Math.max(chunk.lastStableOffset(), context.ledger().nextSource());
    newestFetchMs = chunk.fetchedAtMs();
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
    if (draining && (failure != null || copying.idle())) {
      closeNow();
      return;
    }
    if (failure == null) {
      return;
    }
    switch (failure.kind()) {
      case LOST_SEQUENCE -> lostSequence(failure, nowMs);
      case TRANSIENT -> await(failure, nowMs);
      case FENCED -> takenOver(failure, nowMs);
      case REFUSED, OUT_OF_RANGE -> stop(failure, copying.resumable(), nowMs);
      case CORRUPT -> refetch(failure, copying, nowMs);
    }
  }

  /**
   * Once in a while it heals at once; a lane that loses its sequence again without progress takes
   * its time.
   */
  private void lostSequence(Failure failure, long nowMs) {
    if (counters.records == recordsAtLoss) {
      await(failure, nowMs);
    } else {
      recordsAtLoss = counters.records;
      attempts = 0;
      claim();
    }
  }

  private void refetch(Failure failure, Copying copying, long nowMs) {
    if (++refetches > MAX_REFETCHES) {
      refetches = 0;
      stop(failure, copying.resumable(), nowMs);
    } else {
      work(copying.identity(), copying.replay());
    }
  }

  private void await(Failure failure, long nowMs) {
    long backoffMs = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS << Math.min(attempts++, 10));
    enter(new Waiting(nowMs + backoffMs, failure));
  }

  private void takenOver(Failure failure, long nowMs) {
    enter(new Waiting(nowMs + FENCED_MS, failure));
  }

  private void stop(Failure failure, Optional<ProducerIdentity> resume, long nowMs) {
    // Without a name to resume under, each look costs the target a marker: look less often.
    long restMs = resume.isPresent() ? STOPPED_MS : STOPPED_UNCLAIMED_MS;
    enter(new Stopped(nowMs + restMs, failure, resume));
  }

  private void operationFailed(OperationFailed failed, long nowMs) {
    Failure failure = failed.failure();
    if (state instanceof Working(Copying copying)) {
      copying.notJudged(nowMs);
    } else if (state instanceof Claiming && fencing && failure.kind() == Failure.Kind.REFUSED) {
      fencing = false;
      claim();
    } else {
      switch (failure.kind()) {
        case FENCED -> takenOver(failure, nowMs);
        case REFUSED, OUT_OF_RANGE, CORRUPT -> stop(failure, Optional.empty(), nowMs);
        case TRANSIENT, LOST_SEQUENCE -> await(failure, nowMs);
      }
    }
  }

  private void fetchFailed(FetchFailed failed, long nowMs) {
    if (!(state instanceof Working(Copying copying))) {
      return;
    }
    Failure failure = failed.failure();
    if (failure.kind() == Failure.Kind.OUT_OF_RANGE) {
      String detail =
          "the source has offsets "
              + failed.logStartOffset()
              + " to "
              + failed.logEndOffset()
              + ", offset "
              + copying.wanted()
              + " is wanted: the records between were never mirrored";
      failure = new Failure(failure.kind(), failure.error(), detail);
    }
    unless(copying.block(failure), copying, nowMs);
  }

  private void woken(long nowMs) {
    switch (state) {
      case Working(Copying copying) -> unless(copying.woken(nowMs), copying, nowMs);
      case Waiting waiting when nowMs >= waiting.untilMs() -> claim();
      case Stopped stopped when nowMs >= stopped.untilMs() -> resume(stopped);
      case Waiting ignored -> {}
      case Stopped ignored -> {}
      case Claiming ignored -> {}
      case Registering ignored -> {}
      case Fencing ignored -> {}
      case Recovering ignored -> {}
      case Seeking ignored -> {}
      case Storing ignored -> {}
      case Closed ignored -> {}
    }
  }

  private void settingsChanged(LaneSettings changed) {
    settings = changed;
    if (state instanceof Working(Copying copying)) {
      copying.change(changed);
    } else if (state instanceof Stopped stopped) {
      resume(stopped);
    }
  }

  private void resume(Stopped stopped) {
    if (stopped.resume().isPresent()) {
      work(stopped.resume().get(), new Replay(java.util.List.of()));
    } else {
      claim();
    }
  }

  /**
   * What is under way is waited for, so that the ledger says all; the loop's grace period bounds
   * the wait.
   */
  private void close() {
    if (state instanceof Working(Copying copying) && !copying.idle()) {
      draining = true;
      copying.drain();
      command(new LaneCommand.Unassign());
    } else {
      closeNow();
    }
  }

  private void closeNow() {
    enter(new Closed());
    command(new LaneCommand.Closed());
  }
}
