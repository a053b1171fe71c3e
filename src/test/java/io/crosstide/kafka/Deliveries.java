package io.crosstide.kafka;

import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.EventSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** Keeps what the ports deliver, for tests to wait for. */
final class Deliveries implements EventSink {
  private final List<Delivery> all = new CopyOnWriteArrayList<>();

  @Override
  public void deliver(Delivery delivery) {
    all.add(delivery);
  }

  /** Everything delivered so far, once there are {@code count} of them. */
  List<Delivery> await(int count) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> all.size() >= count);
    return List.copyOf(all);
  }
}
