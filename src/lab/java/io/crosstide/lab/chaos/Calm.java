package io.crosstide.lab.chaos;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits, after the storm, until the mirror has brought everything and does nothing more. */
final class Calm {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration OPEN_TRANSACTIONS = Duration.ofMinutes(1);

  /** A late copy of a former owner would come within this. */
  private static final Duration QUIET = Duration.ofSeconds(8);

  /** After that much time without a record an operator would look. */
  private static final Duration STUCK = Duration.ofSeconds(75);

  private static final long POLL_MS = 100;

  private final Arena arena;
  private final Fleet fleet;
  private final StallClock clock;
  private final Consumer<String> say;
  private boolean restartedByHand;

  Calm(Arena arena, Fleet fleet, StallClock clock, Consumer<String> say) {
    this.arena = arena;
    this.fleet = fleet;
    this.clock = clock;
    this.say = say;
  }

  /** False when records are still owed after all patience. */
  boolean awaitArrival() {
    try (Health source = new Health(arena.source())) {
      if (!source.awaitNoTransaction(Arena.sourcePartitions(), OPEN_TRANSACTIONS)) {
        throw new IllegalStateException("a transaction stays open at the source");
      }
    }
    long start = System.nanoTime();
    long arrived = clock.arrived();
    long lastArrival = start;
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      nap();
      long now = System.nanoTime();
      if (clock.arrived() != arrived) {
        arrived = clock.arrived();
        lastArrival = now;
      }
      boolean owed = clock.owed() > 0;
      if (!owed && now - lastArrival > QUIET.toNanos()) {
        return true;
      }
      if (owed && !restartedByHand && now - lastArrival > STUCK.toNanos()) {
        restartByHand();
        lastArrival = now;
      }
    }
    return false;
  }

  boolean restartedByHand() {
    return restartedByHand;
  }

  private void restartByHand() {
    say.accept(
        "%d records have not arrived and nothing moves: restarting every instance by hand"
            .formatted(clock.owed()));
    restartedByHand = true;
    for (int number = 0; number < fleet.size(); number++) {
      fleet.stop(number);
      fleet.start(number);
    }
  }

  static void nap() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
