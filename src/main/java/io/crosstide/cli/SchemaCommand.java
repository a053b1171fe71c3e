package io.crosstide.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crosstide schema}. */
@Command(
    name = "schema",
    description = "Print the JSON Schema of topology files, for editors and other checkers.")
final class SchemaCommand implements Callable<Integer> {
  private final Supplier<String> schema;

  @Spec private CommandSpec spec;

  SchemaCommand(Supplier<String> schema) {
    this.schema = schema;
  }

  @Override
  public Integer call() {
    spec.commandLine().getOut().println(schema.get().stripTrailing());
    spec.commandLine().getOut().flush();
    return Commands.OK;
  }
}
