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
import org.jboss.logging.Logger;

/** Every flow that this process serves. */
public final class Engine implements StatusSource, AutoCloseable {
  /** What a clean stop may take, milliseconds: well within the 30 s that Kubernetes gives a pod. */
  public static final long GRACE_MS = 10_000;

  private static final Logger LOG = Logger.getLogger(Engine.class);

  private final SecretSource secrets = SecretSource.ofProcess();
  private final ConnectionTrial trial = new ConnectionTrial(secrets);
  private final Optional<String> instance;
  private final LatencyObserver latency;
  private volatile Topology topology;
  private volatile List<FlowRunner> runners;
  private boolean closed;

  /**
   * @param flows those of the topology's that this process is to serve
   * @param instance names this process among those that serve the same flows, and stays the same
   *     when it is started again; empty when it has no such name
   */
  public Engine(
      Topology topology, List<Flow> flows, Optional<String> instance, LatencyObserver latency) {
    this.topology = topology;
    this.latency = latency;
    this.instance = instance;
    this.runners = flows.stream().map(this::runner).toList();
  }

  private FlowRunner runner(Flow flow) {
    return new FlowRunner(flow, secrets, instance, latency);
  }

  /** Begins; connects in the background. */
  public void start() {
    runners.forEach(FlowRunner::start);
  }

  /**
   * Goes over to another topology. Flows whose clients stay the same go on, and only the lanes that
   * something changed for notice; flows that are gone end, new ones begin, and those with other
   * connections are opened anew.
   *
   * @param flows those of the topology's that this process is to serve
   * @return why not: it would cut a flow off from a cluster that it reaches now. Empty when done;
   *     else nothing has changed
   */
  public synchronized List<String> take(Topology next, List<Flow> flows) {
    List<String> objections = new ArrayList<>();
    for (Flow flow : flows) {
      of(flow.name())
          .filter(runner -> !flow.sharesClientsWith(runner.flow()))
          .flatMap(runner -> trial.objection(flow, runner))
          .ifPresent(objections::add);
    }
    if (!objections.isEmpty() || closed) {
      return closed ? List.of("the process stops") : objections;
    }
    List<FlowRunner> begun = new ArrayList<>();
    List<FlowRunner> all = new ArrayList<>();
    for (Flow flow : flows) {
      Optional<FlowRunner> kept =
          of(flow.name()).filter(runner -> flow.sharesClientsWith(runner.flow()));
      kept.filter(runner -> !flow.sameAs(runner.flow())).ifPresent(runner -> runner.retune(flow));
      all.add(
          kept.orElseGet(
              () -> {
                begun.add(runner(flow));
                return begun.getLast();
              }));
    }
    end(runners.stream().filter(runner -> !all.contains(runner)).toList());
    topology = next;
    runners = List.copyOf(all);
    begun.forEach(FlowRunner::start);
    return List.of();
  }

  /**
   * Opens flows anew whose secrets or key stores have changed on disk since they connected, where
   * the new ones let them in; the others go on with what they have, and say so. To be called now
   * and then.
   */
  public synchronized void renewSecrets() {
    if (closed) {
      return;
    }
    for (FlowRunner runner : runners) {
      if (trial.renewed(runner)) {
        LOG.infof("flow=%s secrets have changed on disk: connects anew", runner.flow().name());
        FlowRunner successor = runner(runner.flow());
        end(List.of(runner));
        runners = runners.stream().map(r -> r == runner ? successor : r).toList();
        successor.start();
      }
    }
  }

  /** What runs. */
  Topology topology() {
    return topology;
  }

  /**
   * What a run with these settings would change at the flow's target now. Blocks, changes nothing.
   *
   * @throws io.crosstide.kafka.ClusterException when a cluster does not answer or refuses
   */
  PlanReport plan(Flow flow) {
    return new FlowPlanning(flow, secrets).plan();
  }

  private Optional<FlowRunner> of(String flow) {
    return runners.stream().filter(runner -> runner.flow().name().equals(flow)).findFirst();
  }

  @Override
  public Snapshot snapshot() {
    List<FlowStatus> flows = runners.stream().map(FlowRunner::status).toList();
    return new Snapshot(InstantSource.system().instant(), topology.source(), flows);
  }

  /** Has topics, configs and ACLs compared now, and returns before that is done. */
  public void reconcile() {
    runners.forEach(FlowRunner::reconcile);
  }

  /** Stops every flow, all at once, within about {@link #GRACE_MS}. */
  @Override
  public synchronized void close() {
    closed = true;
    end(runners);
  }

  private static void end(List<FlowRunner> ending) {
    List<Thread> stopping =
        ending.stream()
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
