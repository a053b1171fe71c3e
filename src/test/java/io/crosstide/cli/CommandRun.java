package io.crosstide.cli;

import io.crosstide.flow.FlowQuarantine;
import io.crosstide.flow.PlanReport;
import io.crosstide.flow.RecordedLoss;
import io.crosstide.status.LatencyObserver;
import io.crosstide.status.ReplicationLatency;
import io.crosstide.status.Snapshot;
import io.crosstide.topology.Flow;
import io.crosstide.topology.Topology;
import io.crosstide.topology.TopologyReader;
import io.crosstide.topology.TopologySchema;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The command line in process, with flows and HTTP that only note what is done with them. */
final class CommandRun {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> events = new ArrayList<>();
  private final CommandLine commandLine;
  private String httpFailure = "";
  private RemoteStatus.Look look = Looks.of();
  private String unansweredFlow = "";
  private String planFailure = "";

  CommandRun() {
    this(Map.of());
  }

  CommandRun(Map<String, String> environment) {
    MirrorService service = new MirrorService(this::prepare, this::serve);
    commandLine =
        new Commands(
                TopologyReader::read,
                TopologySchema::json,
                service,
                this::losses,
                quarantines(),
                this::status,
                plans(),
                environment)
            .commandLine()
            .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
  }

  private static QuarantineCommand.Quarantines quarantines() {
    return new QuarantineCommand.Quarantines() {
      @Override
      public List<FlowQuarantine.Entry> list(Flow flow) {
        return flow.name().equals("nyc->lon") ? List.of(entry(Optional.empty())) : List.of();
      }

      @Override
      public List<FlowQuarantine.Entry> replay(Flow flow) {
        return List.of(
            entry(Optional.of(flow.name().equals("nyc->lon") ? "replayed" : "too large again")));
      }
    };
  }

  private PlanCommand.Plans plans() {
    return new PlanCommand.Plans() {
      @Override
      public PlanReport plan(Flow flow) {
        if (flow.name().equals(unansweredFlow)) {
          throw new IllegalStateException(planFailure);
        }
        return Reports.planned(flow.name());
      }

      @Override
      public PlanReport apply(Flow flow) {
        return Reports.applied(flow.name());
      }
    };
  }

  private static FlowQuarantine.Entry entry(Optional<String> outcome) {
    boolean waits = !outcome.equals(Optional.of("replayed"));
    return new FlowQuarantine.Entry(
        "orders", 4, 7, "nyc.orders", Instant.EPOCH, "MESSAGE_TOO_LARGE", "5 MB", outcome, waits);
  }

  private List<RecordedLoss> losses(Flow flow) {
    if (!flow.name().equals("nyc->lon")) {
      return List.of();
    }
    return List.of(
        new RecordedLoss(
            "orders",
            3,
            "nyc.orders",
            "gap",
            10,
            25,
            Optional.of(Instant.EPOCH),
            true,
            "the source has offsets 25 to 90"),
        new RecordedLoss(
            "orders", 4, "nyc.orders", "quarantined", 7, 8, Optional.empty(), false, "too large"));
  }

  private RemoteStatus.Look status(URI base, Duration timeout) {
    events.add("status of " + base + " within " + timeout.toSeconds() + " s");
    return look;
  }

  /** What {@code crosstide status} is to find. */
  void finds(RemoteStatus.Look found) {
    look = found;
  }

  int execute(String... args) {
    return commandLine.execute(args);
  }

  void failHttpWith(String message) {
    httpFailure = message;
  }

  void failPlanOf(String flow, String message) {
    unansweredFlow = flow;
    planFailure = message;
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }

  /** What was done with flows and HTTP, in order. */
  List<String> events() {
    return List.copyOf(events);
  }

  private MirrorService.RunningFlows prepare(
      Topology topology, List<Flow> flows, Optional<String> instance, LatencyObserver latency) {
    events.add("prepare " + flows.stream().map(Flow::name).collect(Collectors.joining(" ")));
    return new MirrorService.RunningFlows() {
      @Override
      public void start() {
        events.add("start");
      }

      @Override
      public Snapshot snapshot() {
        return new Snapshot(Instant.EPOCH, topology.source(), List.of());
      }

      @Override
      public void close() {
        events.add("close");
      }
    };
  }

  private void serve(
      HttpSide.Settings settings,
      MirrorService.RunningFlows running,
      ReplicationLatency latency,
      Runnable stopFlows) {
    events.add("serve " + settings.host() + ":" + settings.port());
    if (!httpFailure.isEmpty()) {
      throw new CommandFailedException(httpFailure, null);
    }
  }
}
