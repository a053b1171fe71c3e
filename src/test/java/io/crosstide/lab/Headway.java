package io.crosstide.lab;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.awaitility.core.ThrowingRunnable;

/**
 * Waits for what is on its way: on a slow machine more has piled up, and it takes longer, which is
 * no failure as long as something moves.
 */
public final class Headway {
  /** Without a step. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** In all: what moves for so long and does not arrive goes round in circles. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private Headway() {}

  /**
   * Returns once it has arrived.
   *
   * @param way how far it has come; whatever differs from before is a step
   * @param arrived throws an {@link AssertionError} as long as it has not, and so does this method
   *     in the end
   */
  public static void awaitArrival(LongSupplier way, ThrowingRunnable arrived) {
    long begun = System.nanoTime();
    boolean moved = true;
    while (moved && System.nanoTime() - begun < LONGEST.toNanos()) {
      long before = way.getAsLong();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                if (way.getAsLong() == before) {
                  arrived.run();
                }
              });
      moved = way.getAsLong() != before;
    }
    await().atMost(PATIENCE).untilAsserted(arrived);
  }
}
