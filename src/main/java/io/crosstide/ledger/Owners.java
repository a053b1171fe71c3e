package io.crosstide.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The owners of a lane in the order in which they stored something. One that was frozen or cut off
 * may store late what it decided when there was no newer owner; that one has decided without it.
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

  /** Takes note that this owner stores something; false when a newer one has before. */
  boolean isNewest(Optional<Owner> owner) {
    if (owner.isEmpty() || owner.get().equals(newest)) {
      return true;
    }
    Owner other = owner.get();
    Short known = newestEpochs.get(other.producerId());
    if (known != null && other.epoch() <= known) {
      return false;
    }
    newestEpochs.put(other.producerId(), other.epoch());
    ranks.put(other, ranks.size());
    newest = other;
    return true;
  }

  /** The later an owner was the newest, the higher. */
  int rank(Optional<Owner> owner) {
    return owner.map(known -> ranks.getOrDefault(known, NEVER)).orElse(UNNAMED);
  }
}
