package io.crosstide.cli;

import io.crosstide.topology.Flow;
import io.crosstide.topology.Limits;
import io.crosstide.topology.ReadResult;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What {@code plan} and {@code apply} are told alike. */
final class PlanOptions {
  /** How a plan is written. */
  enum Output {
    TEXT,
    JSON,
    MARKDOWN
  }

  /** Bytes as the topology has them. */
  static final class Rate implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return Limits.bytes(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  @Mixin private TopologyPlace topology;

  @Option(
      names = {"-f", "--flow"},
      paramLabel = "NAME",
      defaultValue = FlowChoice.ALL,
      description = "A flow of the topology, 'nyc->lon', or all. Default: ${DEFAULT-VALUE}.")
  private String flow;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description =
          "text for people, json for machines, markdown for a pull request."
              + " Default: ${DEFAULT-VALUE}.")
  Output output = Output.TEXT;

  @Option(
      names = "--rate",
      paramLabel = "BYTES",
      defaultValue = "50MB",
      converter = Rate.class,
      description =
          "How many bytes a second the estimate of the time goes by; a flow's own limit wins where"
              + " it is lower. Default: ${DEFAULT-VALUE}.")
  long rate;

  /** See {@link FlowChoice#read}. */
  List<Flow> read(Function<Path, ReadResult> topologies, CommandLine commandLine) {
    return FlowChoice.read(topology, topologies, flow, commandLine);
  }
}
