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
  private long end = -1;

  /**
   * @param ours whether this lane has ever written under a producer id
   * @param from target offset behind the last ledger entry, which may lie inside a batch: a ledger
   *     stored in the middle of a recovery says so
   * @param expected whose next batch is the first behind that entry, when this process knows
   */
  TailReader(LongPredicate ours, long from, Optional<ProducerIdentity> expected) {
    this.ours = ours;
    this.from = from;
    this.expected = expected;
  }

  /**
   * Takes a page.
   *
   * @return false when the sequence numbers of this lane have a gap, which no owner can have left
   */
  boolean read(LaneEvent.TailRead page) {
    if (end < 0) {
      // Nobody can append under an older epoch any more, so what counts lies before the first
      // page's high watermark.
      end = page.logEndOffset();
    }
    for (BatchSummary batch : page.batches()) {
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

  boolean complete(LaneEvent.TailRead lastPage) {
    return lastPage.nextOffset() >= end;
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
