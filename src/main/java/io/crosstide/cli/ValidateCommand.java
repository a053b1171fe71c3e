package io.crosstide.cli;

import io.crosstide.topology.ReadResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code crosstide validate}. */
@Command(
    name = "validate",
    description = {
      "Check topology files without touching a cluster.",
      "Prints every problem with its place and its mend, and proves that no topic can come back"
          + " to a cluster where it has been."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every file can be used; there may be warnings",
      "1:at least one file has an error",
      "2:wrongly called"
    })
final class ValidateCommand implements Callable<Integer> {
  /** How the outcome is written. */
  enum Output {
    TEXT,
    JSON
  }

  private final Function<Path, ReadResult> topologies;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Topology files, YAML.")
  private List<Path> files = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text for people, json for machines. Default: ${DEFAULT-VALUE}.")
  private Output output = Output.TEXT;

  ValidateCommand(Function<Path, ReadResult> topologies) {
    this.topologies = topologies;
  }

  @Override
  public Integer call() {
    List<Checked> checked = new ArrayList<>();
    for (Path file : files) {
      checked.add(new Checked(file.toString(), topologies.apply(file)));
    }
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> checked.forEach(file -> out.print(file.text(spec.commandLine())));
      case JSON -> out.print(Checked.json(checked));
    }
    out.flush();
    return checked.stream().allMatch(Checked::usable) ? Commands.OK : Commands.FAILED;
  }
}
