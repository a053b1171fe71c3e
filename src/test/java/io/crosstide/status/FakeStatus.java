package io.crosstide.status;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in for the flows that the command {@code run} would have handed over. */
@Alternative
@Priority(1)
@Singleton
final class FakeStatus implements StatusSource {
  private final AtomicInteger reconciled = new AtomicInteger();
  private volatile Snapshot now = Statuses.snapshot();

  void set(FlowStatus... flows) {
    now = Statuses.snapshot(flows);
  }

  /** The same flows of a topology that is followed. */
  void follow(TopologyStatus topology) {
    now = now.with(topology);
  }

  @Override
  public Snapshot snapshot() {
    return now;
  }

  @Override
  public void reconcile() {
    reconciled.incrementAndGet();
  }

  int reconciled() {
    return reconciled.get();
  }

  /** The only token, and how often it had the topology looked at. */
  static final String TOKEN = "0123456789abcdef";

  final AtomicInteger refreshed = new AtomicInteger();

  @Produces
  @Alternative
  @Priority(1)
  @Singleton
  RefreshHook refresh() {
    return new RefreshHook(Optional.of(new RefreshToken(TOKEN)), refreshed::incrementAndGet);
  }

  @Produces
  @Alternative
  @Priority(1)
  @Singleton
  ReplicationLatency latency() {
    return new ReplicationLatency(List.of("nyc->lon", "lon->nyc"));
  }
}
