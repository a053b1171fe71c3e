package io.crosstide.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A lane's notes, and which of them are not stored yet. Bounded. Any thread: each call holds the
 * monitor for a moment.
 */
public final class LaneNotes {
  /** The newest of a lane that are kept; older ones go, in store too. */
  static final int MAX_NOTES = 1_000;

  /** Leader epochs of the source that are remembered, the newest. */
  private static final int MAX_EPOCHS = 16;

  private final TreeMap<String, Note> all = new TreeMap<>();
  private final ArrayList<Note> newestLast = new ArrayList<>();
  private final TreeMap<String, Note> unsaved = new TreeMap<>();
  private final ArrayList<String> forgotten = new ArrayList<>();
  private int chapter;
  private Optional<Owner> owner = Optional.empty();

  /** Of the present chapter; -1 before any. */
  private int newestEpoch = -1;

  LaneNotes() {}

  /** As found in store. */
  LaneNotes(Collection<Note> stored) {
    stored.stream()
        .sorted(
            Comparator.comparingInt(Note::chapter)
                .thenComparing(note -> !note.opens())
                .thenComparingLong(Note::next))
        .forEach(this::keep);
  }

  /** Who makes the notes from here on. */
  synchronized void ownedBy(Optional<Owner> present) {
    owner = present;
  }

  synchronized Optional<Owner> owner() {
    return owner;
  }

  synchronized void add(Note made) {
    addAsIs(made.by(owner));
  }

  private void addAsIs(Note note) {
    keep(note);
    unsaved.put(note.id(), note);
  }

  /** Says which logs the present chapter is about, unless that is known. */
  synchronized void identify(LogIds logs, long from, long atMs) {
    LogIds known = logs().orElse(logs);
    Note opening = opening();
    if (opening == null && !known.equals(LogIds.UNKNOWN)) {
      Loss nothing = new Loss(Loss.Kind.BEGAN, from, from, atMs, "the lane began");
      add(new Note(chapter, nothing, -1, -1, known));
    } else if (opening != null && !known.equals(opening.logs())) {
      // Who opened it is who counts.
      Note same = new Note(chapter, opening.loss(), opening.next(), opening.targetEnd(), known);
      addAsIs(same.by(opening.owner()));
    }
  }

  private void keep(Note note) {
    Note before = all.put(note.id(), note);
    newestLast.remove(before);
    newestLast.add(note);
    if (note.chapter() > chapter) {
      chapter = note.chapter();
      newestEpoch = -1;
    }
    newestEpoch = Math.max(newestEpoch, note.leaderEpoch());
    while (newestLast.size() > MAX_NOTES) {
      forget(oldest());
    }
  }

  /** But for the one that opened the present chapter. */
  private Note oldest() {
    Note first = newestLast.getFirst();
    return first.opens() && first.chapter() == chapter ? newestLast.get(1) : first;
  }

  /** How often the lane's offsets have begun anew: another log, or one of the two cut off. */
  public synchronized int chapter() {
    return chapter;
  }

  /** The note that opened the present chapter, or null. */
  synchronized Note opening() {
    return all.get(Note.opening(chapter));
  }

  /** Which logs the present chapter is about. */
  public synchronized LogIds logs() {
    Note opening = opening();
    return opening == null ? LogIds.UNKNOWN : opening.logs();
  }

  /** Which logs the chapters before were about: ids are never given twice. */
  public synchronized List<LogIds> formerLogs() {
    return newestLast.stream()
        .filter(note -> note.opens() && note.chapter() < chapter)
        .map(Note::logs)
        .toList();
  }

  /**
   * Whether nothing of the source lies at the target before the present chapter: it is the first,
   * or about other topics. Where only a log was cut off, what was mirrored before stands.
   */
  synchronized boolean opensAtBeginning() {
    Note opening = opening();
    List<LogIds> former = formerLogs();
    boolean others = !former.isEmpty() && !former.getLast().equals(opening.logs());
    return opening == null || chapter == 0 || opening.next() == 0 || others;
  }

  /** Records of the source from this offset on were written under this leader epoch. */
  public synchronized void sawEpoch(int leaderEpoch, long from) {
    if (leaderEpoch <= newestEpoch) {
      return;
    }
    List<Note> known = epochs().toList();
    if (known.size() >= MAX_EPOCHS) {
      forget(known.getFirst());
    }
    add(Note.epoch(chapter, leaderEpoch, from));
  }

  /** The leader epoch of the last record before this source offset; -1 when it is not known. */
  public synchronized int epochBefore(long source) {
    return epochs()
        .filter(note -> note.loss().from() < source)
        .mapToInt(Note::leaderEpoch)
        .max()
        .orElse(-1);
  }

  /** Where the records of the first later epoch begin; no bound when none is known. */
  public synchronized long epochEnd(int leaderEpoch) {
    return epochs()
        .filter(note -> note.leaderEpoch() > leaderEpoch)
        .mapToLong(note -> note.loss().from())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  private Stream<Note> epochs() {
    return newestLast.stream()
        .filter(note -> note.chapter() == chapter && note.loss().kind() == Loss.Kind.EPOCH);
  }

  private void forget(Note note) {
    newestLast.remove(note);
    all.remove(note.id());
    unsaved.remove(note.id());
    forgotten.add(note.id());
  }

  /** Whether everything that was noted is durable. */
  public synchronized boolean allStored() {
    return unsaved.isEmpty();
  }

  synchronized List<Note> unsaved() {
    return List.copyOf(unsaved.values());
  }

  synchronized List<String> forgotten() {
    return List.copyOf(forgotten);
  }

  synchronized void confirm(List<Note> stored, List<String> gone) {
    stored.forEach(note -> unsaved.remove(note.id(), note));
    forgotten.removeAll(gone);
  }

  /** In the order in which they were made. */
  public synchronized List<Note> all() {
    return List.copyOf(newestLast);
  }
}
