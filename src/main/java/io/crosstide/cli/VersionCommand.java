package io.crosstide.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code crosstide version}. */
@Command(name = "version", description = "Print the version of Crosstide and of its Kafka client.")
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Properties built = built();
    spec.commandLine()
        .getOut()
        .printf(
            "crosstide %s (kafka-clients %s, Java %s)%n",
            built.getProperty("version"), built.getProperty("kafka"), Runtime.version());
    spec.commandLine().getOut().flush();
    return Commands.OK;
  }

  private static Properties built() {
    Properties built = new Properties();
    try (InputStream file = VersionCommand.class.getResourceAsStream("version.properties")) {
      built.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties of the program is not readable", e);
    }
    return built;
  }
}
