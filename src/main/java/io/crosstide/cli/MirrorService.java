package io.crosstide.cli;

import io.crosstide.flow.TopologyFollower;
import io.crosstide.status.LatencyObserver;
import io.crosstide.status.ReplicationLatency;
import io.crosstide.status.StatusSource;
import io.crosstide.status.TopologyStatus;
import io.crosstide.topology.Flow;
import io.crosstide.topology.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Runs flows with HTTP beside them; flows first, so that they need not wait for HTTP. */
final class MirrorService {
  private static final Logger LOG = Logger.getLogger(MirrorService.class);

  /** What a stop may take beyond the grace period that flows have: HTTP, a last log line. */
  private static final Duration EXIT_MARGIN = Duration.ofSeconds(5);

  /** What the process needs of the flows that run in it. */
  interface RunningFlows extends StatusSource, AutoCloseable {
    /** Starts every flow in threads of its own and returns at once. */
    void start();

    /** Goes over to newer revisions of the topology as they come. */
    default void follow(TopologyFollower.Settings settings, TopologyStatus begun) {}

    /** Looks for a newer revision now. Any thread. */
    default void refresh() {}

    /** Has topics, configs and ACLs compared now, and returns before that is done. Any thread. */
    default void reconcile() {}

    /** Stops every flow, with what is under way settled and written down. */
    @Override
    void close();
  }

  /** Prepares flows without starting them. */
  @FunctionalInterface
  interface Flows {
    RunningFlows of(
        Topology topology, List<Flow> flows, Optional<String> instance, LatencyObserver latency);
  }

  private final Flows flows;
  private final HttpSide http;

  MirrorService(Flows flows, HttpSide http) {
    this.flows = flows;
    this.http = http;
  }

  /**
   * Mirrors until the process is told to stop.
   *
   * @param instance names this process among those that serve the same flows, whenever it is
   *     started; empty when nothing does
   * @param following where newer revisions of the topology come from
   * @param grace how long the flows may take to stop
   * @throws CommandFailedException when the HTTP side can't be started; the flows are stopped then
   */
  void serve(
      FirstRevision.Begun begun,
      TopologyFollower.Settings following,
      Optional<String> instance,
      HttpSide.Settings settings,
      Duration grace) {
    CleanExit exit = CleanExit.install(grace.plus(EXIT_MARGIN));
    List<String> names = begun.flows().stream().map(Flow::name).toList();
    ReplicationLatency latency = new ReplicationLatency(names);
    RunningFlows running = flows.of(begun.topology(), begun.flows(), instance, latency);
    BoundedStop stop = new BoundedStop(running, grace);
    try {
      running.start();
      LOG.infof(
          "revision=%s mirrors %s of %s",
          begun.status().revision(), String.join(", ", names), begun.status().location());
      running.follow(following, begun.status());
      http.serve(settings, running, latency, stop::stop);
    } catch (IllegalStateException e) {
      // Told to stop while it was starting: nothing may be hooked into a JVM that shuts down.
      if (!exit.asked()) {
        throw e;
      }
    } finally {
      exit.finish(stop.stop() ? Commands.OK : Commands.FAILED);
    }
  }
}
