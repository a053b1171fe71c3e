package io.crosstide.cli;

import picocli.CommandLine.Option;

/** Which flow of a topology, in whatever way that is named. */
final class FlowOption {
  @Option(
      names = {"-f", "--flow"},
      paramLabel = "NAME",
      description = "A flow of the topology, 'nyc->lon', or all.")
  String flow;
}
