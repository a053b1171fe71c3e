package io.crosstide.lab;

import io.crosstide.lab.RecordPrint.Content;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of every record of a partition, counted exactly; {@link LogComparison} says where a
 * difference lies, this says how many there are, however many. Pure; holds a print of each record.
 *
 * @param records that readers of committed data see at the source
 * @param lost of them, not at the target
 * @param doubled copies at the target beyond the first
 * @param reordered whose first copy stands behind the first copy of a later one
 * @param aborted records at the target that an aborted transaction wrote at the source
 * @param unexpected records at the target that the source never had, byte for byte
 */
public record LogAccount(
    long records, long lost, long doubled, long reordered, long aborted, long unexpected) {
  public static final LogAccount NONE = new LogAccount(0, 0, 0, 0, 0, 0);

  /**
   * @param committed what readers of committed data see at the source; no two are equal
   * @param all what the source holds, aborted records included
   */
  static LogAccount of(List<Content> committed, List<Content> all, List<Content> target) {
    Map<Content, Integer> places = new HashMap<>();
    for (Content content : committed) {
      places.put(content, places.size());
    }
    Set<Content> uncommitted = new HashSet<>(all);
    BitSet arrived = new BitSet(committed.size());
    long doubled = 0;
    long reordered = 0;
    long aborted = 0;
    long unexpected = 0;
    int farthest = -1;
    for (Content content : target) {
      Integer place = places.get(content);
      if (place == null) {
        boolean known = uncommitted.contains(content);
        aborted += known ? 1 : 0;
        unexpected += known ? 0 : 1;
      } else if (arrived.get(place)) {
        doubled++;
      } else {
        arrived.set(place);
        reordered += place < farthest ? 1 : 0;
        farthest = Math.max(farthest, place);
      }
    }
    long lost = committed.size() - arrived.cardinality();
    return new LogAccount(committed.size(), lost, doubled, reordered, aborted, unexpected);
  }

  /** Whether each record stands once and in order at the target, and nothing else does. */
  public boolean exact() {
    return lost + doubled + reordered + aborted + unexpected == 0;
  }

  public LogAccount plus(LogAccount other) {
    return new LogAccount(
        records + other.records,
        lost + other.lost,
        doubled + other.doubled,
        reordered + other.reordered,
        aborted + other.aborted,
        unexpected + other.unexpected);
  }

  /** {@code lost 0 doubled 0 reordered 0 aborted 0 unexpected 0}. */
  public String figures() {
    return "lost %d doubled %d reordered %d aborted %d unexpected %d"
        .formatted(lost, doubled, reordered, aborted, unexpected);
  }
}
