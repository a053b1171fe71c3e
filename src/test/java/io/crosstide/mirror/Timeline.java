package io.crosstide.mirror;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;

/** Virtual time and the only source of chance: the same seed gives the same run, event by event. */
final class Timeline {
  private record Event(long atMs, long number, Runnable action) {}

  private static final long START_MS = 1_700_000_000_000L;
  private static final boolean TRACED = Boolean.getBoolean("sim.trace");

  private final Random random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atMs).thenComparingLong(Event::number));
  private long nowMs = START_MS;
  private long numbers;

  Timeline(long seed) {
    this.random = new Random(seed);
  }

  long nowMs() {
    return nowMs;
  }

  /** Runs {@code action} after {@code delayMs}; what is due at the same time keeps its order. */
  void in(long delayMs, Runnable action) {
    events.add(new Event(nowMs + Math.max(0, delayMs), numbers++, action));
  }

  /** Runs the next event; false when there is none. */
  boolean step() {
    Event event = events.poll();
    if (event == null) {
      return false;
    }
    nowMs = Math.max(nowMs, event.atMs());
    event.action().run();
    return true;
  }

  /** Nothing happens for so long: everything that waits is put off. */
  void pass(long ms) {
    nowMs += ms;
  }

  /** With {@code -Dsim.trace=true} what happens is told, for reading a replay. */
  void trace(String format, Object... values) {
    if (TRACED) {
      System.out.println((nowMs - START_MS) + " " + format.formatted(values));
    }
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A whole number between the two, both included. */
  int between(int low, int high) {
    return low + random.nextInt(high - low + 1);
  }

  long latencyMs() {
    // Mostly quick, now and then slow, as a wide-area link is.
    return chance(0.9) ? between(1, 20) : between(20, 400);
  }
}
