package io.crosstide.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code crosstide} without a command. */
@Command(
    name = "crosstide",
    synopsisSubcommandLabel = "COMMAND",
    description = "Mirrors topics between independent Kafka clusters.",
    commandListHeading = "%nCommands:%n",
    footer = {"", "Every option that takes a value can be given as CROSSTIDE_<OPTION> as well."})
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = picocli.CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getErr());
    throw new ParameterException(spec.commandLine(), "which command?");
  }
}
