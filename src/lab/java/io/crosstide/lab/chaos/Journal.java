package io.crosstide.lab.chaos;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What was done to whom, and when. Any thread. */
final class Journal {
  /**
   * One thing that was done.
   *
   * @param atMs since faults began
   * @param what in words
   * @param where which instance, broker or link
   * @param heldMs how long it lasted
   */
  record Entry(long atMs, String what, String where, long heldMs) {}

  private final long startMs = ArrivalWatch.nowMs();
  private final List<Entry> entries = new ArrayList<>();
  private final Consumer<String> say;

  Journal(Consumer<String> say) {
    this.say = say;
  }

  long elapsedMs() {
    return ArrivalWatch.nowMs() - startMs;
  }

  synchronized void done(Fault.Kind kind, String where, long beganMs) {
    Entry entry = new Entry(beganMs, kind.words(), where, elapsedMs() - beganMs);
    entries.add(entry);
    say.accept(
        "%6.1f s  %s: %s, %.1f s"
            .formatted(entry.atMs / 1e3, entry.what, entry.where, entry.heldMs / 1e3));
  }

  synchronized List<Entry> entries() {
    return List.copyOf(entries);
  }

  /** How often each kind was done; those never done as well. */
  synchronized Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Fault.Kind kind : Fault.Kind.values()) {
      counts.put(
          kind.words(), entries.stream().filter(e -> e.what().equals(kind.words())).count());
    }
    return counts;
  }
}
