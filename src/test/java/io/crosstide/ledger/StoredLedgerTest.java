package io.crosstide.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a former owner of a lane stores late leads nobody astray, wherever it lands. */
class StoredLedgerTest {
  private static final LogIds LOGS = new LogIds("source-1", "target-1");

  /** Read from the store in the middle of what the former owner did. */
  private final LaneLedger former = owned(LaneLedger.empty(), 0);

  private final LaneLedger present;
  private final Checkpoint begin;

  StoredLedgerTest() {
    former.append(new Run(0, 100, 10));
    begin = former.checkpoint();
    former.confirm(begin);
    present = owned(read(begin), 1);
  }

  private static LaneLedger owned(LaneLedger ledger, int epoch) {
    ledger.claimedAs(new Owner(7, (short) epoch));
    if (ledger.isEmpty()) {
      ledger.begin(0, 100);
    }
    ledger.identify(LOGS, 0);
    ledger.writeAs(new Appender(7, (short) epoch, 0, ledger.targetEnd()));
    return ledger;
  }

  private static LaneLedger read(Checkpoint... inOrder) {
    StoredLedger stored = new StoredLedger();
    for (Checkpoint each : inOrder) {
      each.notes().forEach(note -> stored.put(Note.decode(note.id(), note.encoded())));
      each.segments().forEach(segment -> stored.put(each.chapter(), segment));
      each.forgotten().forEach(base -> stored.remove(each.chapter(), base));
      each.forgottenNotes().forEach(stored::removeNote);
    }
    return stored.ledger();
  }

  private static Loss loss(Loss.Kind kind, long from, long to) {
    return new Loss(kind, from, to, 1_000, "test");
  }

  private Checkpoint late(Loss.Kind kind, long next) {
    former.note(loss(kind, 10, next), next);
    return former.checkpoint();
  }

  private Checkpoint lateChapter(long next) {
    former.turn(loss(Loss.Kind.SOURCE_RESET, next, 10), next, 110, LOGS);
    return former.checkpoint();
  }

  private Checkpoint goesOn() {
    present.append(new Run(10, 111, 2));
    return present.checkpoint();
  }

  @Test
  void shouldPassOverALateNoteBehindWhatTheNewerOwnerStored() {
    LaneLedger read = read(begin, goesOn(), late(Loss.Kind.QUARANTINED, 15));

    assertThat(read.nextSource()).isEqualTo(12);
    assertThat(read.targetEnd()).isEqualTo(113);
    assertThat(read.appender()).isEqualTo(present.appender());
  }

  @Test
  void shouldPassOverALateNoteThatTheNewerOwnerDidNotKnow() {
    LaneLedger read = read(begin, late(Loss.Kind.GAP, 15), goesOn());

    assertThat(read.nextSource()).isEqualTo(12);
    assertThat(read.appender()).isEqualTo(present.appender());
  }

  @Test
  void shouldStandBehindTheNoteOfAnOwnerThatNobodyHasFollowed() {
    LaneLedger read = read(begin, late(Loss.Kind.GAP, 15));

    assertThat(read.nextSource()).isEqualTo(15);
  }

  @Test
  void shouldPassOverAChapterThatWasOpenedLate() {
    assertThat(read(begin, goesOn(), lateChapter(5)).nextSource()).isEqualTo(12);
  }

  @Test
  void shouldPassOverAChapterThatTheNewerOwnerDidNotKnow() {
    LaneLedger read = read(begin, lateChapter(5), goesOn());

    assertThat(read.nextSource()).isEqualTo(12);
    assertThat(read.checkpoint().chapter()).isZero();
  }

  @Test
  void shouldOpenTheChapterOfAnOwnerThatNobodyHasFollowed() {
    assertThat(read(begin, lateChapter(5)).nextSource()).isEqualTo(5);
  }

  @Test
  void shouldKeepTheNewerOwnersChapterWhoeverOpenedItToo() {
    Checkpoint theirs = lateChapter(8);
    present.turn(loss(Loss.Kind.SOURCE_RESET, 3, 10), 3, 120, LOGS);
    present.append(new Run(3, 120, 2));
    Checkpoint mine = present.checkpoint();

    for (LaneLedger read : List.of(read(begin, theirs, mine), read(begin, mine, theirs))) {
      assertThat(read.nextSource()).isEqualTo(5);
      assertThat(read.notes().all())
          .filteredOn(note -> note.chapter() == 1 && note.opens())
          .singleElement()
          .matches(note -> note.next() == 3);
    }
  }

  @Test
  void shouldKeepAChapterOfWhichOnlyNewerOwnersAreLeftInStore() {
    former.turn(loss(Loss.Kind.TARGET_LOSS, 5, 10), 5, 110, LogIds.UNKNOWN);
    Checkpoint opening = former.checkpoint();
    LaneLedger third = owned(read(begin, opening), 2);
    third.append(new Run(5, 121, 1));
    Checkpoint later = third.checkpoint();
    // Compaction: the opening was the former owner's, and stands behind what came after it.
    Checkpoint rest = new Checkpoint(1, List.of(), later.segments(), List.of(), List.of());
    Checkpoint note = new Checkpoint(1, opening.notes(), List.of(), List.of(), List.of());

    assertThat(read(begin, rest, note).nextSource()).isEqualTo(6);
  }

  @Test
  void shouldPassOverALateSegmentOfAFormerOwner() {
    former.advance(20);

    LaneLedger read = read(begin, goesOn(), former.checkpoint());

    assertThat(read.nextSource()).isEqualTo(12);
    assertThat(read.appender()).isEqualTo(present.appender());
  }

  @Test
  void shouldTellANewerOwnerByItsProducerIdToo() {
    present.claimedAs(new Owner(8, (short) 0));
    present.writeAs(new Appender(8, (short) 0, 0, 110));

    LaneLedger read = read(begin, goesOn(), late(Loss.Kind.GAP, 15));

    assertThat(read.nextSource()).isEqualTo(12);
  }

  @Test
  void shouldTakeAnOldProducerIdBackWhenItsEpochIsNewer() {
    present.claimedAs(new Owner(8, (short) 0));
    present.writeAs(new Appender(8, (short) 0, 0, 110));
    Checkpoint unfenced = goesOn();
    LaneLedger again = owned(read(begin, unfenced), 2);
    again.append(new Run(12, 130, 1));

    assertThat(read(begin, unfenced, again.checkpoint()).nextSource()).isEqualTo(13);
  }

  /** Seed 813: the first store of a producer id that was given up, held up on its way. */
  @Test
  void shouldPassOverAProducerIdThatStoresFirstWhenItHasASuccessor() {
    present.writeAs(new Appender(8, (short) 0, 0, 110));
    Checkpoint late = present.checkpoint();
    present.writeAs(new Appender(9, (short) 0, 0, 110));
    Checkpoint successor = present.checkpoint();

    LaneLedger read = read(begin, successor, late, goesOn());

    assertThat(read.nextSource()).isEqualTo(12);
    assertThat(read.appender()).isEqualTo(present.appender());
    assertThat(read(begin, successor, late).wroteAs(9)).isTrue();
  }

  @Test
  void shouldGoOnWithWhoStoresOfTwoThatKnowNothingOfEachOther() {
    LaneLedger other = read(begin);
    other.writeAs(new Appender(8, (short) 0, 0, 110));
    present.writeAs(new Appender(9, (short) 0, 0, 110));

    LaneLedger read = read(begin, present.checkpoint(), other.checkpoint(), goesOn());

    assertThat(read.nextSource()).isEqualTo(12);
    assertThat(read.appender()).isEqualTo(present.appender());
  }
}
