package io.crosstide.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A lane's segments before the open one, oldest first, joined without a gap. Bounded: beyond {@link
 * #HEAP_BYTES} the oldest lose their runs and stay as stubs, so that their stored form can be
 * deleted when its time comes; beyond {@link #MAX_STUBS} it is deleted at once.
 */
final class SealedSegments {
  /** Heap for sealed runs per lane: about 87,000 runs, 2.4 hours of ten transactions a second. */
  static final int HEAP_BYTES = 256 * 1024;

  /** Segments per lane that are in store only: about 4 million runs. */
  static final int MAX_STUBS = 8192;

  /** Deletions that wait to be stored. Past it a stale segment stays in store, which harms none. */
  static final int MAX_FORGOTTEN = 2 * MAX_STUBS;

  /** A segment that is in store only. */
  record Stub(long base, long targetEnd) {}

  private final ArrayList<Segment> segments = new ArrayList<>();
  private final ArrayDeque<Stub> stubs = new ArrayDeque<>();
  private final ArrayList<Long> forgotten = new ArrayList<>();
  private long heapBytes;

  /** Segments with a base below this are durable as they are. */
  private long storedBelow;

  SealedSegments() {}

  /** As found in store: stubs and segments oldest first, and what is of no more use there. */
  SealedSegments(List<Stub> stubs, List<Segment> segments, List<Long> forgotten, long storedBelow) {
    this.stubs.addAll(stubs);
    forgotten.forEach(this::forget);
    this.storedBelow = storedBelow;
    segments.forEach(this::add);
    shed();
  }

  void add(Segment segment) {
    segments.add(segment);
    heapBytes += segment.heapBytes();
    shed();
  }

  private void shed() {
    while (heapBytes > HEAP_BYTES) {
      Segment oldest = removeFirst();
      if (oldest.base() < storedBelow) {
        stubs.add(new Stub(oldest.base(), oldest.targetEnd()));
      } else {
        // Never stored in its final form: without it the older ones don't join the newer.
        forget(oldest.base());
        stubs.forEach(stub -> forget(stub.base()));
        stubs.clear();
      }
    }
    while (stubs.size() > MAX_STUBS) {
      forget(stubs.removeFirst().base());
    }
  }

  void forgetBefore(long targetLogStart) {
    while (!stubs.isEmpty() && stubs.getFirst().targetEnd() <= targetLogStart) {
      forget(stubs.removeFirst().base());
    }
    if (!stubs.isEmpty()) {
      return;
    }
    while (!segments.isEmpty() && segments.getFirst().targetEnd() <= targetLogStart) {
      forget(removeFirst().base());
    }
  }

  private Segment removeFirst() {
    Segment oldest = segments.removeFirst();
    heapBytes -= oldest.heapBytes();
    return oldest;
  }

  private void forget(long base) {
    if (forgotten.size() < MAX_FORGOTTEN) {
      forgotten.add(base);
    }
  }

  Checkpoint checkpoint(Segment open) {
    List<Segment> unsaved = new ArrayList<>();
    for (int i = segments.size() - 1; i >= 0 && segments.get(i).base() >= storedBelow; i--) {
      unsaved.addFirst(segments.get(i));
    }
    unsaved.add(open);
    return new Checkpoint(unsaved, forgotten);
  }

  void confirm(Checkpoint stored) {
    if (!stored.segments().isEmpty()) {
      // The open one of that moment may have grown since: it is stored again when it is sealed.
      storedBelow = Math.max(storedBelow, stored.segments().getLast().base());
    }
    forgotten.subList(0, Math.min(stored.forgotten().size(), forgotten.size())).clear();
  }

  /** At the first run that ends after this source offset, or null. */
  RunCursor endingAfterSource(long source) {
    int i = 0;
    int high = segments.size();
    while (i < high) {
      int middle = (i + high) >>> 1;
      if (segments.get(middle).next() > source) {
        high = middle;
      } else {
        i = middle + 1;
      }
    }
    // A hole at the end of a segment leads to the first run of the next one.
    for (; i < segments.size(); i++) {
      RunCursor runs = segments.get(i).runs();
      while (runs.advance()) {
        if (runs.sourceEnd() > source) {
          return runs;
        }
      }
    }
    return null;
  }

  /** At the first run that ends after this target offset, or null. */
  RunCursor endingAfterTarget(long target) {
    int i = 0;
    int high = segments.size();
    while (i < high) {
      int middle = (i + high) >>> 1;
      if (segments.get(middle).targetEnd() > target) {
        high = middle;
      } else {
        i = middle + 1;
      }
    }
    if (i == segments.size()) {
      return null;
    }
    RunCursor runs = segments.get(i).runs();
    while (runs.advance() && runs.targetEnd() <= target) {
      // the segment's last run ends after the offset
    }
    return runs;
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  Segment first() {
    return segments.getFirst();
  }

  long heapBytes() {
    return heapBytes;
  }
}
