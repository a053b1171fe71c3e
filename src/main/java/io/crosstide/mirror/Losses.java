package io.crosstide.mirror;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.ledger.LogIds;
import io.crosstide.ledger.Loss;
import io.crosstide.topology.LossPolicy;
import io.crosstide.topology.LossPolicy.OnGap;
import io.crosstide.topology.LossPolicy.OnSourceReset;
import io.crosstide.topology.LossPolicy.OnTargetLoss;
import io.crosstide.topology.StartPosition;
import java.util.Optional;

/**
 * What becomes of a lane when one of its clusters has lost records: by policy it stops, or the loss
 * is noted in the ledger and, once that is durable, the lane goes on behind it. Two logs are never
 * mixed: offsets of another log open another chapter of the ledger.
 */
final class Losses {
  private final Lane lane;
  private final LaneContext context;
  private final LaneLedger ledger;
  private final LaneCounters counters;

  /** What the copy ends with, to be decided when it has ended; or null. */
  private LaneEvent met;

  Losses(Lane lane, LaneContext context, LaneCounters counters) {
    this.lane = lane;
    this.counters = counters;
    this.context = context;
    this.ledger = context.ledger();
  }

  private LossPolicy policy() {
    return lane.settings().losses();
  }

  private Loss loss(Loss.Kind kind, long from, long to, String why) {
    return new Loss(kind, from, to, context.timeOfDayMs().getAsLong(), why);
  }

  /** From where a copy fetches, and in which log. */
  SourcePosition from(long offset) {
    return new SourcePosition(
        offset, ledger.notes().logs().source(), ledger.notes().epochBefore(offset));
  }

  /** A fetch has failed; the result as {@link Copying}'s are. */
  Failure met(LaneEvent.FetchFailed failed, Copying copying, long nowMs) {
    Failure failure = failed.failure();
    if (failure.kind() != Failure.Kind.OUT_OF_RANGE) {
      return copying.block(failure);
    }
    met = failed;
    String has =
        "the source has offsets "
            + failed.logStartOffset()
            + " to "
            + failed.logEndOffset()
            + ", offset "
            + failed.fetchOffset()
            + " is wanted: ";
    if (failed.fetchOffset() < failed.logStartOffset()) {
      // What was fetched before is not lost.
      String detail = has + "the records between were never mirrored";
      return copying.endWith(new Failure(failure.kind(), "SOURCE_GAP", detail), nowMs);
    }
    String detail = has + "its log was cut off";
    return copying.block(new Failure(failure.kind(), "SOURCE_TRUNCATED", detail));
  }

  /** The source is another log now; the result as {@link Copying}'s are. */
  Failure met(LaneEvent.SourceReset reset, Copying copying) {
    met = reset;
    return copying.block(reset.failure());
  }

  /** Everything under way is settled: decides about what the copy has met. */
  void decide(Failure failure, Copying copying, long nowMs) {
    LaneEvent event = met;
    met = null;
    Optional<ProducerIdentity> identity = copying.resumable();
    if (event == null || identity.isEmpty()) {
      // In the middle of a recovery nobody can tell which of the lost records are mirrored.
      lane.stop(failure, identity, nowMs);
    } else if (event instanceof LaneEvent.FetchFailed gone
        && gone.fetchOffset() < gone.logStartOffset()) {
      gap(failure, gone.logStartOffset(), identity.get(), nowMs);
    } else {
      reset(failure, agreement(event), event, identity.get(), nowMs);
    }
  }

  private void gap(Failure failure, long logStart, ProducerIdentity identity, long nowMs) {
    long position = ledger.nextSource();
    if (position >= logStart) {
      lane.work(identity, Replay.none());
      return;
    }
    Loss gap = loss(Loss.Kind.GAP, position, logStart, failure.detail());
    if (policy().onGap() == OnGap.SKIP) {
      ledger.note(gap, logStart);
      skipped(gap);
      lane.pass(identity);
      return;
    }
    boolean known =
        ledger.notes().all().stream()
            .anyMatch(n -> n.open() && n.loss().from() == position && n.loss().to() == logStart);
    if (!known) {
      ledger.note(gap, position);
      lane.command(new LaneCommand.LedgerChanged());
    }
    lane.stop(failure, Optional.of(identity), nowMs);
  }

  /** Up to which source offset the present log has what was mirrored; 0 when nothing of it. */
  private long agreement(LaneEvent event) {
    return switch (event) {
      case LaneEvent.FetchFailed cut -> cut.logEndOffset();
      case LaneEvent.SourceReset reset when reset.endOffset() >= 0 ->
          Math.min(reset.endOffset(), ledger.notes().epochEnd(reset.leaderEpoch()));
      default -> 0;
    };
  }

  private void reset(
      Failure failure, long agreed, LaneEvent event, ProducerIdentity identity, long nowMs) {
    long position = ledger.nextSource();
    boolean sameTopic = !(event instanceof LaneEvent.SourceReset reset) || reset.endOffset() >= 0;
    if (sameTopic && agreed >= position) {
      // Only what was fetched ahead is gone, and was not mirrored.
      lane.work(identity, Replay.none());
    } else if (sameTopic && policy().onSourceReset() == OnSourceReset.CONTINUE) {
      Loss lost = loss(Loss.Kind.SOURCE_RESET, agreed, position, failure.detail());
      ledger.turn(lost, agreed, ledger.targetEnd(), ledger.notes().logs());
      if (event instanceof LaneEvent.SourceReset reset) {
        ledger.notes().sawEpoch(reset.leaderEpoch(), Math.max(0, agreed - 1));
      }
      skipped(lost);
      lane.pass(identity);
    } else if (sameTopic) {
      lane.stop(failure, Optional.of(identity), nowMs);
    } else {
      // One of the two is behind, the fetcher or the flow, which tells the lane when it was itself.
      lane.rest(failure, identity, nowMs);
    }
  }

  /** The lane goes on behind it: status says so until the process ends. */
  private void skipped(Loss loss) {
    counters.newestLoss = loss;
  }

  /** Whether other topics bear the lane's names than those the ledger is about. */
  boolean otherLogs() {
    return otherSource() || otherTarget();
  }

  /** A broker that is behind may still show the topic before the present one. */
  private boolean otherSource() {
    LogIds now = lane.settings().logs();
    return !ledger.notes().logs().maySource(now)
        && ledger.notes().formerLogs().stream().noneMatch(f -> f.source().equals(now.source()));
  }

  boolean otherTarget() {
    LogIds now = lane.settings().logs();
    return !ledger.notes().logs().mayTarget(now)
        && ledger.notes().formerLogs().stream().noneMatch(f -> f.target().equals(now.target()));
  }

  /** Stops the lane if other topics bear its names and that is the policy; true when it did. */
  boolean stopped(long nowMs) {
    String id = " (topic id %s instead of %s)";
    LogIds now = lane.settings().logs();
    if (otherSource() && policy().onSourceReset() != OnSourceReset.CONTINUE) {
      String detail = "the source topic was deleted and created again" + id;
      stop(
          "SOURCE_RECREATED",
          detail.formatted(now.source(), ledger.notes().logs().source()),
          nowMs);
      return true;
    }
    if (otherTarget() && policy().onTargetLoss() == OnTargetLoss.STOP) {
      String detail = "the target topic was deleted and created again" + id;
      stop(
          "TARGET_RECREATED",
          detail.formatted(now.target(), ledger.notes().logs().target()),
          nowMs);
      return true;
    }
    return false;
  }

  private void stop(String error, String detail, long nowMs) {
    Failure failure = new Failure(Failure.Kind.OUT_OF_RANGE, error, detail);
    lane.stop(failure, Optional.empty(), nowMs);
  }

  /** Where a source begins that the ledger is not about; all of it is new to the target. */
  StartPosition start() {
    return otherSource() ? new StartPosition.Earliest() : lane.settings().start();
  }

  /**
   * Goes on between the topics that bear the names now.
   *
   * @param sourceOffset where to begin in the source
   * @param targetEnd end of the target's log
   */
  void begin(long sourceOffset, long targetEnd) {
    LogIds now = lane.settings().logs().orElse(ledger.notes().logs());
    long position = ledger.nextSource();
    Loss lost =
        otherSource()
            ? loss(
                Loss.Kind.SOURCE_RESET,
                position,
                Math.max(position, lane.sourceEnd()),
                "the source topic was deleted and created again")
            : loss(
                Loss.Kind.TARGET_LOSS,
                Math.min(sourceOffset, position),
                position,
                "the target topic was deleted and created again");
    ledger.turn(lost, sourceOffset, targetEnd, now);
    skipped(lost);
  }

  /** Whether what the target lost is to be mirrored again. */
  boolean repeats() {
    return policy().onTargetLoss() == OnTargetLoss.REPEAT;
  }

  /**
   * Goes back to where the target's log broke.
   *
   * @param sourceOffset the first that the target no longer has
   * @param targetEnd end of the target's log
   */
  void repeat(long sourceOffset, long targetEnd) {
    String why =
        "the target acknowledged records up to offset "
            + ledger.targetEnd()
            + " and ended at "
            + targetEnd
            + "; they are mirrored again";
    Loss lost = loss(Loss.Kind.TARGET_LOSS, sourceOffset, ledger.nextSource(), why);
    int epoch = ledger.notes().epochBefore(sourceOffset);
    ledger.turn(lost, sourceOffset, targetEnd, ledger.notes().logs());
    if (epoch >= 0 && sourceOffset > 0) {
      ledger.notes().sawEpoch(epoch, sourceOffset - 1);
    }
    skipped(lost);
  }

  /** Takes note of which topics the lane is about. */
  void identify() {
    ledger.identify(lane.settings().logs(), context.timeOfDayMs().getAsLong());
  }
}
