package io.crosstide.mirror;

import io.crosstide.batch.BatchSummary;
import io.crosstide.batch.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * Finds in the target's log, behind the last ledger entry, what this lane's producer ids appended.
 * Others may have written there too.
 */
final class TailReader {
  private final LongPredicate ours;
  private final List<Replay.Span> spans = new ArrayList<>();
  private BatchSummary newest;
  private long end = -1;

  /**
   * @param ours whether this lane has ever written under a producer id
   */
  TailReader(LongPredicate ours) {
    this.ours = ours;
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
      if (newest != null
          && newest.producerId() == batch.producerId()
          && newest.producerEpoch() == batch.producerEpoch()
          && Sequence.add(newest.baseSequence(), newest.recordCount()) != batch.baseSequence()) {
        return false;
      }
      newest = batch;
      spans.add(new Replay.Span(batch.baseOffset(), batch.recordCount()));
    }
    return true;
  }

  boolean complete(LaneEvent.TailRead lastPage) {
    return lastPage.nextOffset() >= end;
  }

  Replay replay() {
    return new Replay(spans);
  }

  private boolean ours(BatchSummary batch) {
    return !batch.control()
        && batch.recordCount() > 0
        && batch.producerId() >= 0
        && ours.test(batch.producerId());
  }
}
