package io.crosstide.ledger;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A lane's segments and notes as they come out of the store, in the order in which they were
 * stored; becomes a {@link LaneLedger} that stands where the newest of either says. What a former
 * owner stored late leads nowhere: see decision 6.
 */
public final class StoredLedger {
  /** A chapter's segments, and how new an owner has stored any of them. */
  private static final class Chapter {
    private StoredLane segments = new StoredLane();
    private int rank = Owners.NEVER;
  }

  private final TreeMap<Integer, Chapter> chapters = new TreeMap<>();
  private final Map<String, Note> notes = new HashMap<>();
  private final Owners owners = new Owners();

  /** Takes a segment of a chapter. */
  public void put(int chapter, Segment segment) {
    Optional<Owner> owner = segment.appender().map(Owner::of);
    if (owners.isNewest(owner, segment.producers()) && owners.rank(owner) >= openedBy(chapter)) {
      Chapter in = chapter(chapter);
      in.segments.put(segment);
      in.rank = owner.isPresent() ? owners.rank(owner) : in.rank;
    }
  }

  private Chapter chapter(int chapter) {
    return chapters.computeIfAbsent(chapter, c -> new Chapter());
  }

  /** How new an owner has opened the chapter; offsets begin anew in all but a lane's first. */
  private int openedBy(int chapter) {
    Note opening = chapter == 0 ? null : notes.get(Note.opening(chapter));
    return opening == null || opening.owner().isEmpty()
        ? Owners.NEVER
        : owners.rank(opening.owner());
  }

  /** The chapter's segment with this base was deleted. */
  public void remove(int chapter, long base) {
    chapter(chapter).segments.remove(base);
  }

  /** Takes a note. */
  public void put(Note note) {
    boolean newest = owners.isNewest(note.owner());
    if (!note.opens()) {
      if (newest) {
        notes.put(note.id(), note);
      }
    } else if (owners.rank(note.owner()) >= openedBy(note.chapter())) {
      notes.put(note.id(), note);
      if (chapter(note.chapter()).rank < openedBy(note.chapter())) {
        // What somebody has left who opened it too, and had a successor before he went on.
        chapters.put(note.chapter(), new Chapter());
      }
    }
  }

  /** The note with this id was deleted. */
  public void removeNote(String id) {
    notes.remove(id);
  }

  /** The ledger as far as it is known. */
  public LaneLedger ledger() {
    int newest = newestChapter();
    LaneNotes known =
        new LaneNotes(notes.values().stream().filter(n -> counts(n, newest)).toList());
    LaneLedger ledger = chapter(newest).segments.ledger();
    if (ledger.isEmpty() && newest > 0) {
      // Its opening was stored and nothing more: what the lane was called before still holds.
      ledger = chapter(newest - 1).segments.ledger();
      ledger.openAt(known.opening(), known);
    }
    ledger.recall(known, furthest(newest));
    return ledger;
  }

  /** The last that was opened, but for those opened by whom a newer owner knew nothing of. */
  private int newestChapter() {
    int rank = Owners.NEVER;
    int newest = 0;
    for (Map.Entry<Integer, Chapter> entry : chapters.entrySet()) {
      int chapter = entry.getKey();
      Note opening = notes.get(Note.opening(chapter));
      int own = entry.getValue().rank;
      if (opening != null && Math.max(own, owners.rank(opening.owner())) >= rank) {
        newest = chapter;
      }
      rank = Math.max(rank, own);
    }
    return newest;
  }

  private boolean counts(Note note, int newestChapter) {
    return note.chapter() < newestChapter
        || note.chapter() == newestChapter
            && (note.opens() || owners.rank(note.owner()) >= openedBy(newestChapter));
  }

  /** The note that goes on from the furthest offset, of those that no newer owner has passed by. */
  private Optional<Note> furthest(int chapter) {
    int rank = chapter(chapter).rank;
    return notes.values().stream()
        .filter(note -> note.chapter() == chapter && note.next() >= 0)
        .filter(note -> counts(note, chapter) && owners.rank(note.owner()) >= rank)
        .max(Comparator.comparingLong(Note::next));
  }
}
