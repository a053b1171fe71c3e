package io.crosstide.cli;

import io.crosstide.topology.Flow;
import io.crosstide.topology.ReadResult;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Which flows of which topology, as most commands ask. */
final class FlowOptions {
  @Option(
      names = {"-t", "--topology"},
      paramLabel = "FILE",
      required = true,
      description = "The topology, YAML.")
  Path topology;

  @Option(
      names = {"-f", "--flow"},
      paramLabel = "NAME",
      description = "A flow of the topology, 'nyc->lon', or all.")
  String flow;

  /** See {@link FlowChoice#read}. */
  List<Flow> read(Function<Path, ReadResult> topologies, CommandLine commandLine) {
    return FlowChoice.read(topologies, topology, flow, commandLine);
  }
}
