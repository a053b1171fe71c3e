package io.crosstide.ledger;

import java.util.OptionalLong;
import java.util.TreeMap;

/** The map record by record: slow, and plain enough to be right. */
final class NaiveLedger {
  private final TreeMap<Long, Long> bySource = new TreeMap<>();
  private final TreeMap<Long, Long> byTarget = new TreeMap<>();
  private final long base;
  private long next;

  NaiveLedger(long base) {
    this.base = base;
    this.next = base;
  }

  void append(Run run) {
    for (long i = 0; i < run.length(); i++) {
      bySource.put(run.source() + i, run.target() + i);
      byTarget.put(run.target() + i, run.source() + i);
    }
    next = run.sourceEnd();
  }

  void advance(long nextSource) {
    next = nextSource;
  }

  long next() {
    return next;
  }

  long targetEnd() {
    return byTarget.isEmpty() ? -1 : byTarget.lastKey() + 1;
  }

  OptionalLong toTarget(long source) {
    if (source < base || bySource.isEmpty()) {
      return OptionalLong.empty();
    }
    var entry = bySource.ceilingEntry(source);
    return OptionalLong.of(entry == null ? targetEnd() : entry.getValue());
  }

  OptionalLong toSource(long target) {
    if (byTarget.isEmpty()) {
      return OptionalLong.empty();
    }
    var entry = byTarget.ceilingEntry(target);
    return OptionalLong.of(entry == null ? next : entry.getValue());
  }
}
