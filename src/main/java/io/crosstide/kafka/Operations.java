package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The operations that are under way. Each lane has at most one or two, which bounds them; so many
 * of them at a time ask something, the others wait for their turn. The newest is served first: a
 * lane that has begun to take over comes to copy before others begin, and with ten thousand lanes
 * that is what counts. One that waits for time to pass takes nobody's turn.
 */
final class Operations {
  /** Questions that are not answered yet. */
  static final int MAX_ASKING = 100;

  private record Timed(long atMs, Operation operation) {}

  private final Deque<Operation> ready = new ArrayDeque<>();
  private final PriorityQueue<Timed> resting =
      new PriorityQueue<>(Comparator.comparingLong(Timed::atMs));
  private final Set<Operation> all = new LinkedHashSet<>();
  private int asking;

  void start(Operation operation) {
    all.add(operation);
    operation.begin(this::answered);
    ready.push(operation);
  }

  /** Moves on those whose turn it is; milliseconds until one of them has something to do again. */
  long tick(long now) {
    while (!resting.isEmpty() && resting.peek().atMs() <= now) {
      ready.push(resting.poll().operation());
    }
    while (!ready.isEmpty() && asking < MAX_ASKING) {
      move(ready.pop(), now);
    }
    return resting.isEmpty() ? Long.MAX_VALUE : Math.max(0, resting.peek().atMs() - now);
  }

  private void move(Operation operation, long now) {
    long wait = operation.tick(now);
    if (operation.ended()) {
      all.remove(operation);
    } else if (operation.asks()) {
      asking++;
    } else {
      resting.add(new Timed(now + wait, operation));
    }
  }

  private void answered(Operation operation) {
    asking--;
    if (operation.ended()) {
      all.remove(operation);
    } else {
      ready.push(operation);
    }
  }

  /** Called again after it threw, it goes on with the rest. */
  void failAll(Failure failure) {
    ready.clear();
    resting.clear();
    while (!all.isEmpty()) {
      Operation first = all.iterator().next();
      all.remove(first);
      first.fail(failure);
    }
  }
}
