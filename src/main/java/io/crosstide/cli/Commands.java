package io.crosstide.cli;

import io.crosstide.flow.RecordedLoss;
import io.crosstide.topology.Flow;
import io.crosstide.topology.ReadResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The command line put together from what the commands need.
 *
 * @param topologies reads a topology file, with every problem named
 * @param schema the JSON Schema of topology files
 * @param service mirrors until it is told to stop
 * @param losses what a flow's ledger knows to be lost
 * @param quarantines what targets refused
 * @param status how a program that runs elsewhere is
 * @param plans what flows would change at their targets
 * @param environment where options look for a value that was not given
 */
record Commands(
    Function<Path, ReadResult> topologies,
    Supplier<String> schema,
    MirrorService service,
    Function<Flow, List<RecordedLoss>> losses,
    QuarantineCommand.Quarantines quarantines,
    RemoteStatus status,
    PlanCommand.Plans plans,
    Map<String, String> environment) {

  /** Done, and all is well. */
  static final int OK = 0;

  /** Done, and something is wrong, or not done. */
  static final int FAILED = 1;

  /** Wrongly called: nothing was done. */
  static final int USAGE = 2;

  private static final int USAGE_WIDTH = 100;

  CommandLine commandLine() {
    return new CommandLine(new RootCommand())
        .addSubcommand(new ValidateCommand(topologies))
        .addSubcommand(new SchemaCommand(schema))
        .addSubcommand(new PlanCommand(topologies, plans))
        .addSubcommand(new ApplyCommand(topologies, plans))
        .addSubcommand(new RunCommand(service))
        .addSubcommand(new StatusCommand(status))
        .addSubcommand(new GapsCommand(topologies, losses))
        .addSubcommand(new QuarantineCommand(topologies, quarantines))
        .addSubcommand(new RequiredAclsCommand(topologies))
        .addSubcommand(new DiffCommand(topologies, Path.of("")))
        .addSubcommand(new ImportCommand())
        .addSubcommand(new VersionCommand())
        .setDefaultValueProvider(new EnvironmentDefaults(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(USAGE_WIDTH)
        .setParameterExceptionHandler(Commands::wronglyCalled)
        .setExecutionExceptionHandler(Commands::failed);
  }

  private static int wronglyCalled(ParameterException problem, String[] args) {
    CommandLine commandLine = problem.getCommandLine();
    commandLine
        .getErr()
        .println(commandLine.getColorScheme().errorText("crosstide: " + problem.getMessage()));
    if (!CommandLine.UnmatchedArgumentException.printSuggestions(problem, commandLine.getErr())) {
      commandLine
          .getErr()
          .println("Try '" + commandLine.getCommandSpec().qualifiedName() + " --help'.");
    }
    commandLine.getErr().flush();
    return commandLine.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int failed(
      Exception failure, CommandLine commandLine, CommandLine.ParseResult parsed) {
    if (failure instanceof CommandFailedException) {
      commandLine
          .getErr()
          .println(commandLine.getColorScheme().errorText("crosstide: " + failure.getMessage()));
    } else {
      failure.printStackTrace(commandLine.getErr());
    }
    commandLine.getErr().flush();
    return FAILED;
  }
}
