package io.crosstide.mirror;

import io.crosstide.batch.BatchSummary;
import io.crosstide.batch.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Finds in the target's log, behind the last ledger entry, what this lane's producer ids appended.
 * Others may have written there too.
 */
final class TailReader {
  private final LongPredicate ours;
  private final long from;
  private final Optional<ProducerIdentity> expected;
  private final List<Replay.Span> spans = new ArrayList<>();
  private BatchSummary newest;
  private final Optional<ProducerIdentity> fence;
  private long end = -1;
  private boolean fenceSeen;

  /**
   * @param ours whether this lane has ever written under a producer id
   * @param from target offset behind the last ledger entry, which may lie inside a batch: a ledger
   *     stored in the middle of a recovery says so
   * @param expected whose next batch is the first behind that entry, when this process knows
   * @param fence whose marker ends the tail; empty where nobody was fenced
   */
  TailReader(
      LongPredicate ours,
      long from,
      Optional<ProducerIdentity> expected,
      Optional<ProducerIdentity> fence) {
    this.ours = ours;
    this.from = from;
    this.expected = expected;
    this.fence = fence;
  }

  /**
   * Takes a page.
   *
   * @return false when the sequence numbers of this lane have a gap, which no owner can have left
   */
  boolean read(LaneEvent.TailRead page) {
    if (end < 0) {
      end = page.logEndOffset();
    }
    for (BatchSummary batch : page.batches()) {
      fenceSeen |= fence.isPresent() && isMarkerOf(fence.get(), batch);
      if (!ours(batch)) {
        continue;
      }
      if (gapBefore(batch)) {
        return false;
      }
      newest = batch;
      long begin = Math.max(from, batch.baseOffset());
      if (begin <= batch.lastOffset()) {
        spans.add(new Replay.Span(begin, (int) (batch.lastOffset() + 1 - begin)));
      }
    }
    return true;
  }

  private boolean gapBefore(BatchSummary batch) {
    if (newest != null && sameEpoch(batch, newest.producerId(), newest.producerEpoch())) {
      return Sequence.add(newest.baseSequence(), appended(newest)) != batch.baseSequence();
    }
    return expected
        .filter(identity -> newest == null && batch.baseOffset() >= from)
        .filter(identity -> sameEpoch(batch, identity.producerId(), identity.epoch()))
        .filter(identity -> batch.baseSequence() != identity.nextSequence())
        .isPresent();
  }

  private static boolean sameEpoch(BatchSummary batch, long producerId, short epoch) {
    return batch.producerId() == producerId && batch.producerEpoch() == epoch;
  }

  /** Behind the fence's marker nobody can have appended under an older epoch. */
  boolean complete(LaneEvent.TailRead lastPage) {
    return fence.isPresent() ? fenceSeen : lastPage.nextOffset() >= end;
  }

  /**
   * True when the leader shows no more although the marker must be there: after a leader change the
   * high watermark can be an older one for a while (KIP-207 tells of it).
   */
  boolean cutShort(LaneEvent.TailRead lastPage) {
    return !complete(lastPage) && lastPage.nextOffset() >= lastPage.logEndOffset();
  }

  private static boolean isMarkerOf(ProducerIdentity identity, BatchSummary batch) {
    return batch.control()
        && batch.producerId() == identity.producerId()
        && batch.producerEpoch() == identity.epoch();
  }

  Replay replay() {
    return new Replay(spans);
  }

  /** How many records were appended, whatever compaction has left of them since. */
  private static int appended(BatchSummary batch) {
    return (int) (batch.lastOffset() + 1 - batch.baseOffset());
  }

  private boolean ours(BatchSummary batch) {
    return !batch.control() && batch.producerId() >= 0 && ours.test(batch.producerId());
  }
}
