package io.crosstide.cli;

import io.crosstide.topology.Flow;
import io.crosstide.topology.ReadResult;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** Which flows of which topology, as most commands ask. */
final class FlowOptions {
  @Mixin private TopologyPlace topology;

  @Mixin private FlowOption chosen;

  /** See {@link FlowChoice#read}. */
  List<Flow> read(Function<Path, ReadResult> topologies, CommandLine commandLine) {
    return FlowChoice.read(topology, topologies, chosen.flow, commandLine);
  }
}
