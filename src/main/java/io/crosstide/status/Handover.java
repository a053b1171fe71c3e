package io.crosstide.status;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one static in the program: flows start before Quarkus does, so that the first record need not
 * wait for HTTP, and Quarkus makes its beans itself. Whoever starts the flows leaves them here, and
 * the beans below are produced from it.
 */
@Singleton
public final class Handover {
  private record Running(
      StatusSource status, ReplicationLatency latency, Runnable stop, OnDemand onDemand) {}

  private static final AtomicReference<Running> RUNNING = new AtomicReference<>();

  /**
   * To be called once, before Quarkus boots.
   *
   * @param stop stops the flows; called when Quarkus stops, while there is still a log to write to
   */
  public static void leave(
      StatusSource status, ReplicationLatency latency, Runnable stop, OnDemand onDemand) {
    if (!RUNNING.compareAndSet(null, new Running(status, latency, stop, onDemand))) {
      throw new IllegalStateException("flows were handed over twice in one process");
    }
  }

  @Produces
  @ApplicationScoped
  StatusSource status() {
    return running().status();
  }

  @Produces
  @Singleton
  ReplicationLatency latency() {
    return running().latency();
  }

  /** Closed to everybody where nothing runs. */
  @Produces
  @Singleton
  OnDemand onDemand() {
    Running running = RUNNING.get();
    return running == null ? OnDemand.CLOSED : running.onDemand();
  }

  void stop(@Observes ShutdownEvent event) {
    Running running = RUNNING.get();
    if (running != null) {
      running.stop().run();
    }
  }

  private static Running running() {
    Running running = RUNNING.get();
    if (running == null) {
      throw new IllegalStateException("Quarkus was booted without flows: use the command run");
    }
    return running;
  }
}
