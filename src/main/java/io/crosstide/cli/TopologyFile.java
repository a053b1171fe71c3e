package io.crosstide.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The topology of a command that reads it once. */
final class TopologyFile {
  @Option(
      names = {"-t", "--topology"},
      paramLabel = "FILE",
      required = true,
      description = "The topology, YAML.")
  Path path;
}
