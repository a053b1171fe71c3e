package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The operations that are under way. Each lane has at most one or two, which bounds them; so many
 * of them at a time ask something, the others wait for their turn. The newest is served first: a
 * lane that has begun to take over comes to copy before others begin, and with ten thousand lanes
 * that is what counts. One that waits for time to pass takes nobody's turn; those whose broker is
 * busy wait behind each other.
 */
final class Operations {
  /** Questions that are not answered yet. */
  static final int MAX_ASKING = 100;

  /** How often to look after a busy broker; mostly its next answer comes before. */
  private static final long BUSY_RETRY_MS = 20;

  private record Timed(long atMs, Operation operation) {}

  private final Deque<Operation> ready = new ArrayDeque<>();
  private final PriorityQueue<Timed> resting =
      new PriorityQueue<>(Comparator.comparingLong(Timed::atMs));
  private final Map<Integer, Deque<Operation>> behindBusy = new HashMap<>();
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
    List.copyOf(behindBusy.values()).forEach(queue -> askBusy(queue, now));
    behindBusy.values().removeIf(Deque::isEmpty);
    long wait = behindBusy.isEmpty() ? Long.MAX_VALUE : BUSY_RETRY_MS;
    return resting.isEmpty() ? wait : Math.clamp(resting.peek().atMs() - now, 0, wait);
  }

  private void askBusy(Deque<Operation> queue, long now) {
    while (!queue.isEmpty() && asking < MAX_ASKING) {
      Operation next = queue.pop();
      move(next, now);
      if (next == queue.peek()) {
        return;
      }
    }
  }

  private void move(Operation operation, long now) {
    long wait = operation.tick(now);
    if (operation.ended()) {
      all.remove(operation);
    } else if (operation.asks()) {
      asking++;
    } else if (operation.busy() != null) {
      behindBusy.computeIfAbsent(operation.busy().id(), id -> new ArrayDeque<>()).push(operation);
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
    behindBusy.clear();
    while (!all.isEmpty()) {
      Operation first = all.iterator().next();
      all.remove(first);
      first.fail(failure);
    }
  }
}
