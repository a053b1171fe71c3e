package io.crosstide.mirror;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a port answers, waited for by letting the port go on. */
final class Answers implements EventSink {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<LaneEvent> events = new ArrayList<>();
  private int taken;

  @Override
  public synchronized void deliver(Delivery delivery) {
    events.add(delivery.event());
  }

  private synchronized boolean there() {
    return taken < events.size();
  }

  private synchronized LaneEvent take() {
    return events.get(taken++);
  }

  /** The next event that was not asked for yet, of this type. */
  <T extends LaneEvent> T next(Class<T> type, Runnable goOn) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!there()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("no " + type.getSimpleName() + ", only " + events);
      }
      goOn.run();
    }
    LaneEvent event = take();
    if (!type.isInstance(event)) {
      throw new AssertionError("no " + type.getSimpleName() + " but " + event);
    }
    return type.cast(event);
  }
}
