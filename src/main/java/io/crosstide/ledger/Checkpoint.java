package io.crosstide.ledger;

import java.util.List;

/**
 * What is to be stored of a lane's ledger at one moment.
 *
 * @param chapter what all of the segments are of
 * @param notes to be written before any segment
 * @param segments to be written under their bases, oldest first; the last one is the open one
 * @param forgotten bases of segments whose stored form is to be deleted
 * @param forgottenNotes ids of notes whose stored form is to be deleted
 */
public record Checkpoint(
    int chapter,
    List<Note> notes,
    List<Segment> segments,
    List<Long> forgotten,
    List<String> forgottenNotes) {
  public Checkpoint {
    notes = List.copyOf(notes);
    segments = List.copyOf(segments);
    forgotten = List.copyOf(forgotten);
    forgottenNotes = List.copyOf(forgottenNotes);
  }

  /** Of a ledger without notes. */
  Checkpoint(List<Segment> segments, List<Long> forgotten) {
    this(0, List.of(), segments, forgotten, List.of());
  }

  /** The same with what a lane's notes add. */
  Checkpoint with(LaneNotes lane) {
    return new Checkpoint(lane.chapter(), lane.unsaved(), segments, forgotten, lane.forgotten());
  }

  /** How many records it is in store. */
  public int records() {
    return notes.size() + segments.size() + forgotten.size() + forgottenNotes.size();
  }
}
