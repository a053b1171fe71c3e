package io.crosstide.cli;

import io.crosstide.topology.DidYouMean;
import io.crosstide.topology.Flow;
import io.crosstide.topology.ReadResult;
import io.crosstide.topology.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Finds the flows that {@code --flow} names. */
final class FlowChoice {
  /** Names every flow of the topology. */
  static final String ALL = "all";

  private FlowChoice() {}

  /**
   * The flows to run, in the topology's order.
   *
   * @param name a flow's name, or {@link #ALL}; may be null when nobody said
   * @throws ParameterException when there is no such flow; says which there are
   */
  static List<Flow> of(Topology topology, String name, CommandLine commandLine) {
    if (name == null) {
      throw new ParameterException(
          commandLine, "which flow? Say --flow NAME or --flow all. " + known(topology));
    }
    if (name.equals(ALL)) {
      return topology.flows();
    }
    Optional<Flow> flow = topology.flow(name);
    if (flow.isEmpty()) {
      throw new ParameterException(commandLine, unknown(topology, name));
    }
    return List.of(flow.get());
  }

  /**
   * The flows that a topology and a name say, its problems printed.
   *
   * @param files reads a file
   * @throws CommandFailedException when the topology can't be read or used
   */
  static List<Flow> read(
      TopologyPlace place, Function<Path, ReadResult> files, String name, CommandLine commandLine) {
    ReadResult read = place.read(files, commandLine);
    read.problems().forEach(problem -> commandLine.getErr().println(problem.format()));
    if (read.topology().isEmpty()) {
      throw new CommandFailedException(place + " can't be used: see above", null);
    }
    return of(read.topology().get(), name, commandLine);
  }

  private static String unknown(Topology topology, String name) {
    String nearest =
        DidYouMean.nearest(name, names(topology))
            .map(flow -> " Did you mean '" + flow + "'?")
            .orElse("");
    return "no flow '" + name + "'." + nearest + " " + known(topology);
  }

  private static String known(Topology topology) {
    return "Flows in "
        + topology.source()
        + ":"
        + System.lineSeparator()
        + "  "
        + String.join(System.lineSeparator() + "  ", names(topology));
  }

  private static List<String> names(Topology topology) {
    return topology.flows().stream().map(Flow::name).toList();
  }
}
