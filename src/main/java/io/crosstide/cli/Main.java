package io.crosstide.cli;

import io.crosstide.flow.Engine;
import io.crosstide.flow.FlowPlanning;
import io.crosstide.flow.FlowQuarantine;
import io.crosstide.flow.PlanReport;
import io.crosstide.flow.RecordedLoss;
import io.crosstide.status.LatencyObserver;
import io.crosstide.topology.Flow;
import io.crosstide.topology.SecretSource;
import io.crosstide.topology.Topology;
import io.crosstide.topology.TopologyReader;
import io.crosstide.topology.TopologySchema;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.List;
import java.util.Optional;

/** Entry point of the program: the commands, with the real parts behind them. */
@QuarkusMain
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code: 0 done, 1 failed, 2 wrongly called. */
  public static void main(String[] args) {
    MirrorService service = new MirrorService(Main::engine, new QuarkusHttp());
    Commands commands =
        new Commands(
            TopologyReader::read,
            TopologySchema::json,
            service,
            flow -> RecordedLoss.of(flow, SecretSource.ofProcess()),
            quarantines(),
            new HttpStatus(),
            plans(),
            System.getenv());
    System.exit(commands.commandLine().execute(args));
  }

  private static QuarantineCommand.Quarantines quarantines() {
    return new QuarantineCommand.Quarantines() {
      @Override
      public List<FlowQuarantine.Entry> list(Flow flow) {
        return new FlowQuarantine(flow, SecretSource.ofProcess()).list();
      }

      @Override
      public List<FlowQuarantine.Entry> replay(Flow flow) {
        return new FlowQuarantine(flow, SecretSource.ofProcess()).replay();
      }
    };
  }

  private static PlanCommand.Plans plans() {
    return new PlanCommand.Plans() {
      @Override
      public PlanReport plan(Flow flow) {
        return new FlowPlanning(flow, SecretSource.ofProcess()).plan();
      }

      @Override
      public PlanReport apply(Flow flow) {
        return new FlowPlanning(flow, SecretSource.ofProcess()).apply();
      }
    };
  }

  private static MirrorService.RunningFlows engine(
      Topology topology, List<Flow> flows, Optional<String> instance, LatencyObserver latency) {
    return new FollowingEngine(new Engine(topology, flows, instance, latency));
  }
}
