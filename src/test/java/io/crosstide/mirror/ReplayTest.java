package io.crosstide.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.batch.Piece;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.mirror.Replay.Span;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {
  private final LaneLedger ledger = LaneLedger.empty();

  @Test
  void shouldEndInsideASourceBatch() {
    var replay = new Replay(List.of(new Span(100, 3)));

    assertThat(replay.match(List.of(new Piece(0, 5)), ledger)).isEqualTo(3);
    assertThat(replay.done()).isTrue();
    assertThat(ledger.toTarget(2)).hasValue(102);
  }

  @Test
  void shouldCarryASpanOverToTheNextSourceBatch() {
    var replay = new Replay(List.of(new Span(100, 8)));

    assertThat(replay.match(List.of(new Piece(0, 5)), ledger)).isEqualTo(5);
    assertThat(replay.done()).isFalse();
    assertThat(replay.match(List.of(new Piece(7, 5)), ledger)).isEqualTo(10);

    assertThat(ledger.toTarget(9)).hasValue(107);
  }

  @Test
  void shouldWalkOverHolesOnBothSides() {
    var replay = new Replay(List.of(new Span(100, 2), new Span(105, 2)));

    long next = replay.match(List.of(new Piece(0, 1), new Piece(3, 3), new Piece(9, 1)), ledger);

    assertThat(next).isEqualTo(9);
    assertThat(ledger.toTarget(0)).hasValue(100);
    assertThat(ledger.toTarget(3)).hasValue(101);
    assertThat(ledger.toTarget(5)).hasValue(106);
  }

  @Test
  void shouldHaveNothingToDoAfterNobody() {
    assertThat(Replay.none().done()).isTrue();
  }
}
