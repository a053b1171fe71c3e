package io.crosstide.flow;

import io.crosstide.status.FlowStatus;
import io.crosstide.status.LatencyObserver;
import io.crosstide.status.Snapshot;
import io.crosstide.status.StatusSource;
import io.crosstide.topology.Flow;
import io.crosstide.topology.SecretSource;
import io.crosstide.topology.Topology;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every flow that this process serves. */
public final class Engine implements StatusSource, AutoCloseable {
  /** What a clean stop may take, milliseconds: well within the 30 s that Kubernetes gives a pod. */
  public static final long GRACE_MS = 10_000;

  private final Topology topology;
  private final List<FlowRunner> runners = new ArrayList<>();

  /**
   * @param flows those of the topology's that this process is to serve
   * @param instance names this process among those that serve the same flows, and stays the same
   *     when it is started again; empty when it has no such name
   */
  public Engine(
      Topology topology, List<Flow> flows, Optional<String> instance, LatencyObserver latency) {
    this.topology = topology;
    for (Flow flow : flows) {
      runners.add(new FlowRunner(flow, SecretSource.ofProcess(), instance, latency));
    }
  }

  /** Begins; connects in the background. */
  public void start() {
    runners.forEach(FlowRunner::start);
  }

  @Override
  public Snapshot snapshot() {
    List<FlowStatus> flows = runners.stream().map(FlowRunner::status).toList();
    return new Snapshot(InstantSource.system().instant(), topology.source(), flows);
  }

  @Override
  public void reconcile() {
    runners.forEach(FlowRunner::reconcile);
  }

  /** Stops every flow, all at once, within about {@link #GRACE_MS}. */
  @Override
  public void close() {
    List<Thread> stopping =
        runners.stream()
            .map(runner -> Thread.ofPlatform().start(() -> runner.close(GRACE_MS)))
            .toList();
    for (Thread thread : stopping) {
      try {
        thread.join(2 * GRACE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
