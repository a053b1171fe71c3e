package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.Piece;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.mirror.Replay.Span;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private final LaneLedger ledger = LaneLedger.empty();

  @BeforeEach
  void begin() {
    ledger.begin(0, 100);
  }

  @Test
  void shouldEndInsideASourceBatch() {
    var replay = new Replay(List.of(new Span(100, 3)), 103);

    assertThat(replay.match(List.of(new Piece(0, 5)), true, ledger)).isEqualTo(3);
    assertThat(replay.done()).isTrue();
    assertThat(ledger.toTarget(2)).hasValue(102);
  }

  @Test
  void shouldCarryASpanOverToTheNextSourceBatch() {
    var replay = new Replay(List.of(new Span(100, 8)), 108);

    assertThat(replay.match(List.of(new Piece(0, 5)), true, ledger)).isEqualTo(5);
    assertThat(replay.done()).isFalse();
    assertThat(replay.match(List.of(new Piece(7, 5)), true, ledger)).isEqualTo(10);

    assertThat(ledger.toTarget(9)).hasValue(107);
  }

  @Test
  void shouldWalkOverHolesOnBothSides() {
    var replay = new Replay(List.of(new Span(100, 2), new Span(105, 2)), 107);

    long next =
        replay.match(List.of(new Piece(0, 1), new Piece(3, 3), new Piece(9, 1)), true, ledger);

    assertThat(next).isEqualTo(9);
    assertThat(ledger.toTarget(0)).hasValue(100);
    assertThat(ledger.toTarget(3)).hasValue(101);
    assertThat(ledger.toTarget(5)).hasValue(106);
  }

  @Test
  void shouldWalkPastRecordsThatTheTargetHasRemoved() {
    var replay = new Replay(List.of(Span.removed(2), new Span(105, 2)), 107);

    assertThat(replay.match(List.of(new Piece(0, 9)), true, ledger)).isEqualTo(4);

    assertThat(ledger.nextSource()).isEqualTo(4);
    assertThat(ledger.toTarget(2)).hasValue(105);
  }

  @Test
  void shouldEnterNothingBehindAHoleUntilTheLastRecordIsConfirmed() {
    var replay = new Replay(List.of(new Span(100, 6)), 106);
    replay.match(List.of(new Piece(0, 3)), true, ledger);

    replay.match(List.of(new Piece(5, 1), new Piece(7, 2)), false, ledger);

    assertThat(replay.done()).isTrue();
    assertThat(replay.doubtful()).isTrue();
    assertThat(replay.lastTarget()).isEqualTo(105);
    assertThat(ledger.nextSource()).isEqualTo(3);
    replay.confirm(ledger);
    assertThat(ledger.nextSource()).isEqualTo(9);
    assertThat(ledger.toTarget(8)).hasValue(105);
  }

  @Test
  void shouldHaveNothingToDoAfterNobody() {
    assertThat(Replay.none().done()).isTrue();
  }
}
