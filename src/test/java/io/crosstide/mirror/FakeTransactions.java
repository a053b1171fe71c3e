package io.crosstide.mirror;

import io.crosstide.batch.AbortedTransaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A partition's transactions: which are open, which were aborted, and where a reader must stop. */
final class FakeTransactions {
  private record Ended(long producerId, long first, long marker, boolean committed) {}

  private final Map<Long, Long> open = new HashMap<>();
  private final List<Ended> ended = new ArrayList<>();

  Runnable began(long producerId, long offset) {
    if (open.putIfAbsent(producerId, offset) != null) {
      return () -> {};
    }
    return () -> open.remove(producerId);
  }

  Runnable ended(long producerId, long marker, boolean committed) {
    Long first = open.remove(producerId);
    if (first == null) {
      return () -> {};
    }
    var transaction = new Ended(producerId, first, marker, committed);
    ended.add(transaction);
    return () -> {
      ended.remove(transaction);
      open.put(producerId, first);
    };
  }

  boolean isOpen(long producerId) {
    return open.containsKey(producerId);
  }

  /** Nothing at or behind this offset is decided, given the high watermark. */
  long lastStableOffset(long highWatermark) {
    long stable = highWatermark;
    for (long first : open.values()) {
      stable = Math.min(stable, first);
    }
    for (int i = ended.size() - 1; i >= 0 && ended.get(i).marker() >= highWatermark; i--) {
      stable = Math.min(stable, ended.get(i).first());
    }
    return stable;
  }

  List<AbortedTransaction> aborted(long from, long to) {
    var aborted = new ArrayList<AbortedTransaction>();
    for (Ended transaction : ended) {
      if (!transaction.committed() && transaction.marker() >= from && transaction.first() < to) {
        aborted.add(new AbortedTransaction(transaction.producerId(), transaction.first()));
      }
    }
    return aborted;
  }
}
