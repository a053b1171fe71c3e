package io.crosstide.mirror;

import io.crosstide.batch.BatchSummary;
import io.crosstide.batch.Sequence;
import io.crosstide.ledger.Appender;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds in the target's log, behind the last ledger entry, what this lane appended there. Others
 * may have written there too, and compaction and retention may have removed some of it: sequence
 * numbers tell how many records were between two batches. What nothing tells is {@link #doubt}.
 */
final class TailReader {
  /** Stretches between others' records that are kept in mind; beyond it the lane stops. */
  static final int MAX_SPANS = 1_000_000;

  private final TailScope scope;
  private final List<Replay.Span> spans = new ArrayList<>();

  /** Of the epoch that is being read, the sequence number that comes next; -1 for any. */
  private int expected;

  private long producerId;
  private short epoch;

  /** The offset that comes next when nothing was removed. */
  private long nextOffset;

  /** How many offsets were removed since the last batch of this lane. */
  private long removed;

  private long end = -1;

  /** The offset behind the last batch that counted. */
  private long reached;

  private boolean fenceSeen;
  private boolean doubtful;

  TailReader(TailScope scope) {
    this.scope = scope;
    this.reached = scope.from();
    this.nextOffset = Math.max(scope.from(), scope.appender().map(Appender::from).orElse(0L));
    this.producerId = scope.appender().map(Appender::producerId).orElse(-1L);
    this.epoch = scope.appender().map(Appender::epoch).orElse((short) -1);
    this.expected = scope.appender().map(Appender::nextSequence).orElse(-1);
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
      if (fenceSeen) {
        break;
      }
      removed += Math.max(0, batch.baseOffset() - nextOffset);
      nextOffset = Math.max(nextOffset, batch.lastOffset() + 1);
      reached = Math.max(reached, batch.lastOffset() + 1);
      fenceSeen = scope.fence().filter(identity -> isMarkerOf(identity, batch)).isPresent();
      if (scope.takes(batch) && !account(batch)) {
        return false;
      }
    }
    return true;
  }

  private boolean account(BatchSummary batch) {
    long begin = Math.max(scope.from(), batch.baseOffset());
    int count = (int) (batch.lastOffset() + 1 - begin);
    if (count <= 0) {
      return true;
    }
    int sequence = Sequence.add(batch.baseSequence(), (int) (begin - batch.baseOffset()));
    if (batch.producerId() != producerId || batch.producerEpoch() != epoch) {
      // Of the end of an older epoch something may have gone: no number tells.
      doubtful |= removed > 0;
      expected = producerId < 0 ? -1 : 0;
      producerId = batch.producerId();
      epoch = batch.producerEpoch();
    }
    int gone = expected < 0 ? 0 : Sequence.distance(expected, sequence);
    if (gone > removed) {
      return false;
    }
    if (gone > 0) {
      spans.add(Replay.Span.removed(gone));
    }
    add(new Replay.Span(begin, count));
    expected = Sequence.add(sequence, count);
    removed = 0;
    return true;
  }

  private void add(Replay.Span span) {
    Replay.Span joined = spans.isEmpty() ? null : spans.getLast().with(span);
    if (joined != null) {
      spans.set(spans.size() - 1, joined);
    } else if (spans.size() < MAX_SPANS) {
      spans.add(span);
    } else {
      doubtful = true;
    }
  }

  /** Behind the fence's marker nobody can have appended under an older epoch. */
  boolean complete(LaneEvent.TailRead lastPage) {
    return scope.fence().isPresent() ? fenceSeen : lastPage.nextOffset() >= end;
  }

  /**
   * True when the leader shows no more although the marker must be there: after a leader change the
   * high watermark can be an older one for a while (KIP-207 tells of it).
   */
  boolean cutShort(LaneEvent.TailRead lastPage) {
    return !complete(lastPage) && lastPage.nextOffset() >= lastPage.logEndOffset();
  }

  /** Once complete: whether this lane may have appended records of which nothing is left to see. */
  boolean doubt() {
    return doubtful || removed > 0 || !fenceSeen && nextOffset < end;
  }

  private static boolean isMarkerOf(ProducerIdentity identity, BatchSummary batch) {
    return batch.control()
        && batch.producerId() == identity.producerId()
        && batch.producerEpoch() == identity.epoch();
  }

  /** What the source is to be walked past. */
  Replay replay() {
    return new Replay(spans, reached);
  }
}
