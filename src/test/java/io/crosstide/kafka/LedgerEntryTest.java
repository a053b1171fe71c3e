package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.crosstide.ledger.LaneLedger;
import io.crosstide.mirror.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerEntryTest {
  private static final Failure AWAY = new Failure(Failure.Kind.TRANSIENT, "NETWORK", "away");

  private final LedgerEntry entry =
      new LedgerEntry(new LedgerKey("nyc->lon", "orders", 0, "orders"), LaneLedger.empty());
  private final List<Optional<Failure>> answers = new ArrayList<>();

  @Test
  void shouldStoreAgainWhatChangedWhileACheckpointWasOnItsWay() {
    entry.changed();
    LedgerEntry.Attempt attempt = entry.begin();
    assertThat(entry.waits()).as("one at a time").isFalse();

    entry.changed();
    entry.succeeded(attempt);

    assertThat(entry.isStored()).isFalse();
    assertThat(entry.waits()).isTrue();
  }

  @Test
  void shouldWaitAgainAfterAFailure() {
    entry.changed();

    entry.failed(entry.begin(), AWAY);

    assertThat(entry.waits()).isTrue();
    entry.succeeded(entry.begin());
    assertThat(entry.isStored()).isTrue();
  }

  @Test
  void shouldAnswerOnlyThoseWhoseChangeTheCheckpointHolds() {
    entry.changed(answers::add);
    LedgerEntry.Attempt first = entry.begin();
    entry.changed(answers::add);

    entry.succeeded(first);

    assertThat(answers).containsExactly(Optional.empty());
    assertThat(entry.isAwaited()).isTrue();
    entry.failed(entry.begin(), AWAY);
    assertThat(answers).containsExactly(Optional.empty(), Optional.of(AWAY));
    assertThat(entry.isAwaited()).isFalse();
  }

  @Test
  void shouldStoreNothingWhileItIsHeldUntilSomebodyAsksForIt() {
    entry.changed();
    entry.hold();
    entry.changed();
    assertThat(entry.waits()).isFalse();
    assertThat(entry.isStored()).as("nothing is left to be done").isTrue();

    entry.open(false);
    entry.open(true);
    assertThat(entry.waits()).as("by whoever opens it").isFalse();

    entry.changed(answers::add);
    assertThat(entry.waits()).isTrue();
  }
}
