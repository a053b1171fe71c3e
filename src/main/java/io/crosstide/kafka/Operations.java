package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import java.util.ArrayList;
import java.util.List;

/** The operations that are under way. Each lane has at most one or two, which bounds them. */
final class Operations {
  private final List<Operation> running = new ArrayList<>();

  void start(Operation operation) {
    running.add(operation);
  }

  /** Moves all on; milliseconds until one of them has something to do again. */
  long tick(long now) {
    long wait = Long.MAX_VALUE;
    // By index: an operation that ends may start another.
    for (int i = 0; i < running.size(); i++) {
      wait = Math.min(wait, running.get(i).tick(now));
    }
    running.removeIf(Operation::ended);
    return wait;
  }

  /** Called again after it threw, it goes on with the rest. */
  void failAll(Failure failure) {
    while (!running.isEmpty()) {
      running.removeFirst().fail(failure);
    }
  }
}
