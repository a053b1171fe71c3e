package io.crosstide.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.crosstide.mirror.Delivery;
import io.crosstide.mirror.LaneEvent;
import io.crosstide.mirror.LaneId;
import io.crosstide.topology.StartPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What needs no broker: nobody listens at the port that the source is sent to. */
class KafkaSourceTest {
  private static final LaneId LANE = new LaneId("nyc->lon", "orders", 0);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Queue<Error> thrown = new ConcurrentLinkedQueue<>();
  private final Queue<Delivery> received = new ConcurrentLinkedQueue<>();

  @Test
  void shouldGoOnAfterAnError() {
    thrown.addAll(List.of(new OutOfMemoryError("planned"), new AssertionError("planned")));
    try (KafkaSource source = source()) {
      for (long term = 1; term <= 3; term++) {
        source.findStart(LANE, term, new StartPosition.Earliest());
      }

      await().atMost(PATIENCE).until(() -> thrown.isEmpty() && received.size() == 1);
      source.findStart(LANE, 4, new StartPosition.Earliest());
      await().atMost(PATIENCE).until(() -> received.size() == 2);
      // In which order the first three fail is nobody's promise.
      assertThat(received).extracting(Delivery::term).last().isEqualTo(4L);
      assertThat(received)
          .allSatisfy(
              each -> assertThat(each.event()).isInstanceOf(LaneEvent.OperationFailed.class));
      assertThat(source.alive()).isTrue();
    }
  }

  @Test
  void shouldNotBeAliveOnceClosed() {
    KafkaSource source = source();
    assertThat(source.alive()).isTrue();

    source.close();

    assertThat(source.alive()).isFalse();
  }

  @Test
  void shouldEndWithABrokenVirtualMachine() {
    thrown.add(new InternalError("planned"));
    try (KafkaSource source = source()) {
      source.findStart(LANE, 1, new StartPosition.Earliest());

      // Else the test fails for the error that it planned.
      await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(() -> !source.alive());
    }
  }

  @Test
  void shouldTellKindsOfDefectsApart() {
    Defects defects = new Defects("test");
    for (int i = 0; i < 2; i++) {
      assertThat(defects.isNew(new IllegalStateException())).isEqualTo(i == 0);
    }
    assertThat(defects.isNew(new IllegalStateException())).isTrue();
  }

  private KafkaSource source() {
    return new KafkaSource(
        LANE.flow(),
        Map.of("bootstrap.servers", "127.0.0.1:1", "request.timeout.ms", "200"),
        SourceSettings.defaults(),
        this::take);
  }

  private void take(Delivery delivery) {
    Error planned = thrown.poll();
    if (planned != null) {
      throw planned;
    }
    received.add(delivery);
  }
}
