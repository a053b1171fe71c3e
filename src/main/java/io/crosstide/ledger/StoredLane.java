package io.crosstide.ledger;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A lane's segments as they come out of the store, in any order, later ones replacing earlier ones
 * of the same base; becomes a {@link LaneLedger}. Bounded like the ledger itself while it loads.
 *
 * <p>Only segments that join up to the newest are used: a reader must never be led across a part
 * that is missing. Two owners of a lane may have cut its runs differently; what doesn't join is
 * deleted from the store.
 */
public final class StoredLane {
  private final TreeMap<Long, Segment> segments = new TreeMap<>();
  private final TreeMap<Long, SealedSegments.Stub> stubs = new TreeMap<>();
  private long heapBytes;

  /** Takes a segment that was stored under its base. */
  public void put(Segment segment) {
    remove(segment.base());
    segments.put(segment.base(), segment);
    heapBytes += segment.heapBytes();
    // One more than the sealed bound: the newest becomes the open one.
    while (heapBytes > SealedSegments.HEAP_BYTES && segments.size() > 2) {
      Segment oldest = segments.firstEntry().getValue();
      remove(oldest.base());
      stubs.put(oldest.base(), new SealedSegments.Stub(oldest.base(), oldest.targetEnd()));
    }
  }

  /** The segment with this base was deleted. */
  public void remove(long base) {
    Segment old = segments.remove(base);
    if (old != null) {
      heapBytes -= old.heapBytes();
    }
    stubs.remove(base);
  }

  /** The ledger as far as it is known. */
  public LaneLedger ledger() {
    Optional<Segment> newest =
        segments.values().stream()
            .max(Comparator.comparingLong(Segment::next).thenComparingLong(Segment::base));
    if (newest.isEmpty()) {
      return LaneLedger.empty();
    }
    Segment open = newest.get();
    List<Segment> joined = joinedBefore(open);
    long first = joined.isEmpty() ? open.base() : joined.getFirst().base();
    boolean whole = joined.size() == segments.headMap(open.base(), false).size();
    List<Long> useless = new ArrayList<>();
    for (Segment segment : segments.values()) {
      if (segment != open && !joined.contains(segment)) {
        useless.add(segment.base());
      }
    }
    List<SealedSegments.Stub> kept = new ArrayList<>();
    for (SealedSegments.Stub stub : stubs.values()) {
      if (whole && stub.base() < first) {
        kept.add(stub);
      } else {
        useless.add(stub.base());
      }
    }
    SealedSegments sealed = new SealedSegments(kept, joined, useless, open.base());
    return new LaneLedger(sealed, OpenSegment.of(open), open.producers(), open.appender());
  }

  private List<Segment> joinedBefore(Segment open) {
    Map<Long, Segment> byNext = new HashMap<>();
    for (Segment segment : segments.headMap(open.base(), false).values()) {
      // A sealed segment has runs; an empty one with the same end is what it was when it began.
      if (segment.count() > 0) {
        byNext.put(segment.next(), segment);
      }
    }
    List<Segment> joined = new ArrayList<>();
    Segment after = open;
    Segment before = byNext.get(after.base());
    while (before != null && before.targetEnd() <= after.firstTarget()) {
      joined.addFirst(before);
      after = before;
      before = byNext.get(after.base());
    }
    return joined;
  }
}
