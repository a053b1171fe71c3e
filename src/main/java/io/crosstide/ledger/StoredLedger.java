package io.crosstide.ledger;

import java.util.HashMap;
import java.util.Map;

/**
 * A lane's segments and notes as they come out of the store, in any order; becomes a {@link
 * LaneLedger} that stands where the newest of either says.
 */
public final class StoredLedger {
  private final Map<Integer, StoredLane> chapters = new HashMap<>();
  private final Map<String, Note> notes = new HashMap<>();

  /** Takes a segment of a chapter. */
  public void put(int chapter, Segment segment) {
    chapters.computeIfAbsent(chapter, c -> new StoredLane()).put(segment);
  }

  /** The chapter's segment with this base was deleted. */
  public void remove(int chapter, long base) {
    chapters.computeIfAbsent(chapter, c -> new StoredLane()).remove(base);
  }

  /** Takes a note. */
  public void put(Note note) {
    notes.put(note.id(), note);
  }

  /** The note with this id was deleted. */
  public void removeNote(String id) {
    notes.remove(id);
  }

  /** The ledger as far as it is known. */
  public LaneLedger ledger() {
    LaneNotes known = new LaneNotes(notes.values());
    int chapter = known.chapter();
    LaneLedger ledger = chapters.getOrDefault(chapter, new StoredLane()).ledger();
    if (ledger.isEmpty() && chapter > 0) {
      // Its opening was stored and nothing more: what the lane was called before still holds.
      ledger = chapters.getOrDefault(chapter - 1, new StoredLane()).ledger();
      ledger.openAt(known.opening());
    }
    ledger.recall(known);
    return ledger;
  }
}
