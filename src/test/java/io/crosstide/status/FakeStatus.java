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

  /** The only token, and how often what it opens was asked for. */
  static final String TOKEN = "0123456789abcdef";

  final AtomicInteger refreshed = new AtomicInteger();
  final AtomicInteger reconciled = new AtomicInteger();

  @Produces
  @Alternative
  @Priority(1)
  @Singleton
  OnDemand onDemand() {
    return new OnDemand(
        Optional.of(new RefreshToken(TOKEN)),
        refreshed::incrementAndGet,
        reconciled::incrementAndGet);
  }

  @Produces
  @Alternative
  @Priority(1)
  @Singleton
  ReplicationLatency latency() {
    return new ReplicationLatency(List.of("nyc->lon", "lon->nyc"));
  }
}
