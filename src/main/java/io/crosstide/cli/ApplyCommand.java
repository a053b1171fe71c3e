package io.crosstide.cli;

import io.crosstide.topology.Flow;
import io.crosstide.topology.ReadResult;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crosstide apply}. */
@Command(
    name = "apply",
    customSynopsis = "crosstide apply --topology FILE [--flow NAME] [OPTIONS]",
    description = {
      "Make the changes that 'crosstide plan' shows, once: topics, partitions, configs, ACLs. Copies"
          + " no records; a run does all of it by itself."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, or nothing to change",
      "1:something was not done: see its line; or the topology can't be used, or a cluster does not"
          + " answer",
      "2:wrongly called"
    })
final class ApplyCommand implements Callable<Integer> {
  private final Function<Path, ReadResult> topologies;
  private final PlanCommand.Plans plans;

  @Spec private CommandSpec spec;
  @Mixin private PlanOptions options;

  ApplyCommand(Function<Path, ReadResult> topologies, PlanCommand.Plans plans) {
    this.topologies = topologies;
    this.plans = plans;
  }

  @Override
  public Integer call() {
    List<Flow> flows = options.read(topologies, spec.commandLine());
    PlanRun run = PlanRun.of(flows, plans::apply, spec.commandLine().getErr());
    run.print(options, spec.commandLine().getOut());
    return run.failed() ? Commands.FAILED : Commands.OK;
  }
}
