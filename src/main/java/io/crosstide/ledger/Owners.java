package io.crosstide.ledger;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The owners of a lane in the order in which they stored something. One that was frozen or cut off
 * may store late what it decided when there was no newer owner; that one has decided without it.
 * Epochs of one producer id are in order; of two ids the newer owner's segments list the older.
 */
final class Owners {
  /** Of what nobody has put a name to: an older program did, and it counts. */
  private static final int UNNAMED = Integer.MAX_VALUE;

  /** Who has stored nothing before a newer owner did. */
  static final int NEVER = -1;

  private final Map<Owner, Integer> ranks = new HashMap<>();

  /** Of each producer id the newest epoch that has stored something. */
  private final Map<Long, Short> newestEpochs = new HashMap<>();

  private Owner newest;
  private int newestRank = NEVER;

  /** Producer ids that the lane had before the newest owner's, as far as that is known. */
  private Set<Long> before = Set.of();

  /** Takes note that this owner stores a note; false when a newer one has stored before. */
  boolean isNewest(Optional<Owner> owner) {
    if (owner.isEmpty() || owner.get().equals(newest)) {
      return true;
    }
    if (isOld(owner.get())) {
      return false;
    }
    Set<Long> all = new HashSet<>(newestEpochs.keySet());
    become(owner.get());
    before = all;
    return true;
  }

  /**
   * The same for a segment.
   *
   * @param producers all ids that the lane had, as far as its owner knows
   */
  boolean isNewest(Optional<Owner> owner, List<Long> producers) {
    if (owner.isEmpty()) {
      return true;
    }
    Owner other = owner.get();
    if (!other.equals(newest)) {
      // Its first word comes after that of who had the lane next.
      boolean overtaken =
          !newestEpochs.containsKey(other.producerId())
              && before.contains(other.producerId())
              && !producers.contains(newest.producerId());
      if (overtaken || isOld(other)) {
        return false;
      }
      become(other);
    }
    before = Set.copyOf(producers);
    return true;
  }

  /** Of two who know nothing of each other the later to store is the newer: it is alive. */
  private boolean isOld(Owner other) {
    Short known = newestEpochs.get(other.producerId());
    return known != null
        && (other.epoch() < known || other.epoch() == known && before.contains(other.producerId()));
  }

  private void become(Owner other) {
    newestEpochs.put(other.producerId(), other.epoch());
    ranks.put(other, ++newestRank);
    newest = other;
  }

  /** The later an owner was the newest, the higher. */
  int rank(Optional<Owner> owner) {
    return owner.map(known -> ranks.getOrDefault(known, NEVER)).orElse(UNNAMED);
  }
}
