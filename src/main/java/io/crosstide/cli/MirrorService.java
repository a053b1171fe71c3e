package io.crosstide.cli;

import io.crosstide.status.LatencyObserver;
import io.crosstide.status.ReplicationLatency;
import io.crosstide.status.StatusSource;
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
   * @param grace how long the flows may take to stop
   * @throws CommandFailedException when the HTTP side can't be started; the flows are stopped then
   */
  void serve(
      Topology topology,
      List<Flow> chosen,
      Optional<String> instance,
      HttpSide.Settings settings,
      Duration grace) {
    CleanExit exit = CleanExit.install(grace.plus(EXIT_MARGIN));
    List<String> names = chosen.stream().map(Flow::name).toList();
    ReplicationLatency latency = new ReplicationLatency(names);
    RunningFlows running = flows.of(topology, chosen, instance, latency);
    BoundedStop stop = new BoundedStop(running, grace);
    try {
      running.start();
      LOG.infof("mirrors %s of %s", String.join(", ", names), topology.source());
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
