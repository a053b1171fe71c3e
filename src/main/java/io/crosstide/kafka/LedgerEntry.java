package io.crosstide.kafka;

import io.crosstide.ledger.Checkpoint;
import io.crosstide.ledger.LaneLedger;
import io.crosstide.mirror.Failure;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * A lane's ledger and how much of it is stored, as two counters: the loop counts changes, the flush
 * notes which count it has stored. A change in between can't be lost, and costs the loop one add.
 */
final class LedgerEntry {
  private final LedgerKey key;
  private final LaneLedger ledger;
  private final AtomicLong changes = new AtomicLong();
  private volatile long stored;
  private volatile boolean open;
  private volatile boolean inFlight;
  private volatile boolean held;
  private final Queue<Waiter> waiters = new ConcurrentLinkedQueue<>();

  LedgerEntry(LedgerKey key, LaneLedger ledger) {
    this.key = key;
    this.ledger = ledger;
  }

  LedgerKey key() {
    return key;
  }

  LaneLedger ledger() {
    return ledger;
  }

  void changed() {
    changes.incrementAndGet();
  }

  long changes() {
    return changes.get();
  }

  boolean storedUpTo(long change) {
    return held || stored >= change;
  }

  boolean isOpen() {
    return open;
  }

  void open(boolean nowOpen) {
    open = nowOpen;
  }

  /**
   * Somebody else may store this ledger: nothing of it is until {@link #changed(Consumer)}. What is
   * known of it may be behind, no more.
   */
  void hold() {
    held = true;
  }

  boolean isStored() {
    return held || (!inFlight && storedUpTo(changes()));
  }

  /** Whether there is something to store and nothing on its way. */
  boolean waits() {
    return !held && !inFlight && !storedUpTo(changes());
  }

  /** Whether somebody waits for a store that has not begun. */
  boolean isAwaited() {
    return !waiters.isEmpty();
  }

  /** What to store now; the caller ends it with {@link #succeeded} or {@link #failed}. */
  Attempt begin() {
    // Counted before the ledger is read: what comes in between is stored once more, not lost.
    long upTo = changes();
    Attempt attempt = new Attempt(upTo, ledger.checkpoint());
    inFlight = true;
    return attempt;
  }

  void succeeded(Attempt attempt) {
    ledger.confirm(attempt.checkpoint());
    stored = attempt.upTo();
    inFlight = false;
    answer(attempt, Optional.empty());
  }

  void failed(Attempt attempt, Failure failure) {
    inFlight = false;
    answer(attempt, Optional.of(failure));
  }

  /**
   * Counts a change and answers once it is stored, or with the failure of the attempt to. It is
   * this one that is stored from now on.
   */
  void changed(Consumer<Optional<Failure>> answer) {
    held = false;
    waiters.add(new Waiter(changes.incrementAndGet(), answer));
  }

  private void answer(Attempt attempt, Optional<Failure> outcome) {
    waiters.removeIf(
        waiter -> {
          boolean meant = waiter.change() <= attempt.upTo();
          if (meant) {
            waiter.answer().accept(outcome);
          }
          return meant;
        });
  }

  private record Waiter(long change, Consumer<Optional<Failure>> answer) {}

  /** A checkpoint on its way, and the count of changes it holds. */
  record Attempt(long upTo, Checkpoint checkpoint) {}
}
