package io.crosstide.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NotesTest {
  private static final LogIds LOGS = new LogIds("source-1", "target-1");

  private final Map<String, Segment> segments = new HashMap<>();
  private final Map<String, byte[]> notes = new HashMap<>();

  @Test
  void shouldReadANoteAsItWasWritten() {
    Note note = new Note(3, gap(7, 12), 12, 40, LogIds.UNKNOWN);

    assertThat(Note.decode(note.id(), note.encoded())).isEqualTo(note);
    assertThat(note.id()).isEqualTo("3.gap.7");
    assertThat(Note.isId(note.id())).isTrue();
    assertThatThrownBy(
            () -> Note.decode("3.gap.7", "kind=other\n".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(MalformedLedgerException.class)
        .hasMessageContaining("3.gap.7");
  }

  @Test
  void shouldStandBehindANoteEvenWhenAnOlderSegmentWasStoredAfterIt() {
    LaneLedger ledger = begun();
    ledger.append(new Run(0, 100, 5));
    Checkpoint older = ledger.checkpoint();
    ledger.append(new Run(5, 110, 5));
    ledger.note(gap(10, 20), 20);
    store(ledger.checkpoint());
    store(
        new Checkpoint(
            0, java.util.List.of(), older.segments(), older.forgotten(), java.util.List.of()));

    LaneLedger read = read();

    assertThat(read.nextSource()).isEqualTo(20);
    assertThat(read.targetEnd()).isEqualTo(115);
    assertThat(read.wroteAs(7)).isTrue();
    assertThat(read.notes().all()).extracting(note -> note.loss().kind()).contains(Loss.Kind.GAP);
  }

  @Test
  void shouldStandBeforeAGapThatIsOpen() {
    LaneLedger ledger = begun();
    ledger.append(new Run(0, 100, 10));
    ledger.note(gap(10, 20), 10);
    store(ledger.checkpoint());

    assertThat(read().nextSource()).isEqualTo(10);
    assertThat(read().notes().all()).filteredOn(Note::open).hasSize(1);

    ledger.note(gap(10, 25), 25);
    store(ledger.checkpoint());

    assertThat(read().nextSource()).isEqualTo(25);
    assertThat(read().notes().all()).noneMatch(Note::open);
  }

  @Test
  void shouldNeverMixRunsOfTwoChapters() {
    LaneLedger ledger = begun();
    ledger.append(new Run(0, 100, 1_000));
    store(ledger.checkpoint());
    LogIds second = new LogIds("source-2", "target-1");
    ledger.turn(reset(1_000), 0, 1_101, second);
    ledger.append(new Run(0, 1_101, 3));
    store(ledger.checkpoint());

    LaneLedger read = read();

    assertThat(read.nextSource()).isEqualTo(3);
    assertThat(read.notes().logs()).isEqualTo(second);
    assertThat(read.toTarget(0)).hasValue(1_101);
    assertThat(read.toSource(500)).hasValue(0);
  }

  @Test
  void shouldNotLeadPastWhatStoodBeforeALogWasCutOff() {
    LaneLedger ledger = begun();
    ledger.append(new Run(0, 100, 60));
    ledger.turn(reset(60), 50, 160, LOGS);
    assertThat(ledger.toSource(120)).isEmpty();
    ledger.append(new Run(50, 161, 3));
    store(ledger.checkpoint());

    LaneLedger read = read();

    assertThat(read.toSource(120)).isEmpty();
    assertThat(read.toSource(162)).hasValue(51);
  }

  @Test
  void shouldOpenAChapterOfWhichOnlyTheNoteWasStored() {
    LaneLedger ledger = begun();
    ledger.append(new Run(0, 100, 10));
    store(ledger.checkpoint());
    ledger.turn(reset(10), 0, 120, new LogIds("source-2", "target-1"));
    ledger.checkpoint().notes().forEach(note -> notes.put(note.id(), note.encoded()));

    LaneLedger read = read();

    assertThat(read.nextSource()).isZero();
    assertThat(read.targetEnd()).isEqualTo(120);
    assertThat(read.wroteAs(7)).isTrue();
  }

  @Test
  void shouldNotTakeAnOlderChaptersCheckpointForStored() {
    LaneLedger ledger = begun();
    ledger.append(new Run(0, 100, 10));
    Checkpoint older = ledger.checkpoint();
    ledger.turn(reset(10), 0, 120, LogIds.UNKNOWN);
    ledger.confirm(older);

    assertThat(ledger.notes().allStored()).isFalse();
    ledger.confirm(ledger.checkpoint());
    assertThat(ledger.notes().allStored()).isTrue();
  }

  @Test
  void shouldKeepAsManyNotesAsItMayAndTheOpening() {
    LaneLedger ledger = begun();
    for (int i = 0; i < LaneNotes.MAX_NOTES + 10; i++) {
      ledger.note(new Loss(Loss.Kind.QUARANTINED, i, i + 1, 0, ""), i + 1);
    }

    assertThat(ledger.notes().all()).hasSize(LaneNotes.MAX_NOTES);
    assertThat(ledger.notes().logs()).isEqualTo(LOGS);
    assertThat(ledger.checkpoint().forgottenNotes()).hasSize(11).contains("0.refused.0");
  }

  private static LaneLedger begun() {
    LaneLedger ledger = LaneLedger.empty();
    ledger.begin(0, 100);
    ledger.writeAs(new Appender(7, (short) 0, 0, 100));
    ledger.identify(LOGS, 0);
    return ledger;
  }

  private static Loss gap(long from, long to) {
    return new Loss(Loss.Kind.GAP, from, to, 1_000, "retention");
  }

  private static Loss reset(long position) {
    return new Loss(Loss.Kind.SOURCE_RESET, position, position, 1_000, "created again");
  }

  private void store(Checkpoint checkpoint) {
    checkpoint.notes().forEach(note -> notes.put(note.id(), note.encoded()));
    checkpoint
        .segments()
        .forEach(segment -> segments.put(checkpoint.chapter() + "." + segment.base(), segment));
  }

  private LaneLedger read() {
    StoredLedger stored = new StoredLedger();
    segments.forEach((id, segment) -> stored.put(id.charAt(0) - '0', segment));
    notes.forEach((id, bytes) -> stored.put(Note.decode(id, bytes)));
    return stored.ledger();
  }

  @Test
  void shouldTakeOverALaterChapterWithItsNotes() {
    LaneLedger mine = begun();
    mine.append(new Run(0, 100, 9));
    LaneLedger theirs = begun();
    theirs.append(new Run(0, 100, 5));
    theirs.turn(reset(5), 2, 105, LOGS);

    assertThat(theirs.isBehind(mine)).isFalse();
    assertThat(mine.adopt(theirs)).isTrue();

    assertThat(mine.nextSource()).isEqualTo(2);
    assertThat(mine.checkpoint().chapter()).isEqualTo(1);
    assertThat(mine.notes().logs()).isEqualTo(LOGS);
  }

  @Test
  void shouldGiveUpAChapterThatWasNotStoredForANewerEpoch() {
    LaneLedger mine = begun();
    mine.turn(reset(5), 0, 105, LOGS);
    LaneLedger theirs = begun();
    theirs.writeAs(new Appender(7, (short) 1, 0, 100));
    theirs.confirm(theirs.checkpoint());

    assertThat(mine.adopt(theirs)).isTrue();

    assertThat(mine.checkpoint().chapter()).isZero();
    assertThat(mine.notes().allStored()).isTrue();
  }
}
