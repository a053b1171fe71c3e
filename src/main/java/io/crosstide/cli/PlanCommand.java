package io.crosstide.cli;

import io.crosstide.flow.PlanReport;
import io.crosstide.topology.Flow;
import io.crosstide.topology.ReadResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code crosstide plan}. */
@Command(
    name = "plan",
    customSynopsis = "crosstide plan --topology FILE [--flow NAME] [OPTIONS]",
    description = {
      "Show what a run would change at the targets now: topics, partitions, configs, ACLs, with the"
          + " reason of each; what is left alone on purpose; which topics match, and about how much"
          + " is to be copied.",
      "Changes nothing. With --offline no cluster is asked: the topology is checked and its flows"
          + " are listed."
    },
    // 2 says "there are changes" here.
    exitCodeOnInvalidInput = Commands.FAILED,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing to change",
      "2:there are changes",
      "1:the topology can't be used, a cluster does not answer, or wrongly called"
    })
final class PlanCommand implements Callable<Integer> {
  /** There is something to change. */
  static final int CHANGES = 2;

  /** What is asked of flows. */
  interface Plans {
    PlanReport plan(Flow flow);

    /** Plans, and makes every change once. */
    PlanReport apply(Flow flow);
  }

  private final Function<Path, ReadResult> topologies;
  private final Plans plans;

  @Spec private CommandSpec spec;
  @Mixin private PlanOptions options;

  @Option(names = "--offline", description = "Ask no cluster.")
  private boolean offline;

  PlanCommand(Function<Path, ReadResult> topologies, Plans plans) {
    this.topologies = topologies;
    this.plans = plans;
  }

  @Override
  public Integer call() {
    List<Flow> flows = options.read(topologies, spec.commandLine());
    PrintWriter out = spec.commandLine().getOut();
    if (offline) {
      out.print(FlowTable.of(flows));
      out.flush();
      return Commands.OK;
    }
    PlanRun run = PlanRun.of(flows, plans::plan, spec.commandLine().getErr());
    run.print(options, out);
    if (run.failed()) {
      return Commands.FAILED;
    }
    return run.changes() > 0 ? CHANGES : Commands.OK;
  }
}
