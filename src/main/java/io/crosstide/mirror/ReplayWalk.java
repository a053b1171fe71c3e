package io.crosstide.mirror;

import io.crosstide.batch.RawBatch;
import io.crosstide.ledger.LaneLedger;

/** Walks a lane's fetched batches past what a {@link Replay} says is at the target already. */
final class ReplayWalk {
  /**
   * How long the source may end before the replay does: a new leader may know an older end for a
   * while. After that the source has fewer records than were mirrored from it.
   */
  static final long STARVED_MS = 30_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final Replay replay;
  private final LaneContext context;
  private final SiftedQueue queue;
  private final Packer packer;
  private final boolean needed;
  private final int knownEpoch;
  private long readableEnd = -1;
  private long starvedAtMs = NEVER;

  ReplayWalk(Replay replay, LaneContext context, SiftedQueue queue, Packer packer) {
    this.replay = replay;
    this.context = context;
    this.queue = queue;
    this.packer = packer;
    this.needed = !replay.done();
    this.knownEpoch = context.ledger().notes().epochBefore(Long.MAX_VALUE);
  }

  /** Whether this copy walks and sends nothing; the next one sends. */
  boolean needed() {
    return needed;
  }

  Replay replay() {
    return replay;
  }

  /** Whether the walk has ended, or can't. */
  boolean over(long nowMs) {
    return needed && (replay.done() || replay.overflows() || nowMs >= wakeAtMs());
  }

  /** When a walk that gets no further is given up, milliseconds. */
  long wakeAtMs() {
    return starvedAtMs == NEVER ? NEVER : starvedAtMs + STARVED_MS;
  }

  void sourceEnds(long at) {
    readableEnd = at;
  }

  /**
   * As far as what is fetched goes.
   *
   * @return whether the ledger has grown
   */
  boolean step(long nowMs) {
    boolean grown = false;
    RawBatch batch = null;
    while (!replay.done() && !replay.overflows() && (batch = queue.peek()) != null) {
      grown |= step(batch);
    }
    boolean ended = batch == null && queue.unjudged() == SiftedQueue.NOBODY;
    boolean starved = !replay.done() && ended && queue.wanted() >= readableEnd;
    starvedAtMs = starved ? Math.min(starvedAtMs, nowMs) : NEVER;
    return grown;
  }

  private boolean step(RawBatch batch) {
    LaneLedger ledger = context.ledger();
    // Under a leader that the ledger does not know the log may be another one from there on.
    boolean known = knownEpoch < 0 || batch.leaderEpoch() <= knownEpoch;
    boolean dense = known && batch.isCurrentFormat() && !batch.hasHoles() && !queue.holes();
    long next = replay.match(packer.pieces(batch, queue.wanted()), dense, ledger);
    if (replay.doubtful() && replay.done()) {
      replay.lastRecord(context.rebuilder().fingerprint(batch, next - 1));
    }
    if (replay.done() && next < batch.nextOffset() && next >= 0) {
      queue.takeUpTo(next);
    } else {
      queue.take();
    }
    if (replay.doubtful()) {
      return false;
    }
    ledger.advance(Math.max(ledger.nextSource(), queue.wanted()));
    return true;
  }
}
