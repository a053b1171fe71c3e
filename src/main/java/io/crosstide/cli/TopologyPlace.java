package io.crosstide.cli;

import io.crosstide.git.TopologyLocation;
import io.crosstide.git.TopologySource;
import io.crosstide.topology.ReadResult;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where a command finds its topology. */
final class TopologyPlace {
  @Option(
      names = {"-t", "--topology"},
      paramLabel = "FILE",
      required = true,
      description = {
        "The topology, YAML: a file, a directory with one, or",
        "git+https://HOST/REPOSITORY?ref=REF&path=PATH, git+ssh://..., git+file:///..."
      })
  private String topology;

  @Mixin private RepositoryOptions repository;

  /**
   * What reads it again and again.
   *
   * @throws ParameterException when it can't be a place
   */
  TopologySource source(CommandLine commandLine) {
    return repository.source(location(topology, commandLine));
  }

  /** See {@link RepositoryOptions#read}. */
  ReadResult read(Function<Path, ReadResult> files, CommandLine commandLine) {
    return repository.read(location(topology, commandLine), files, commandLine);
  }

  private static TopologyLocation location(String text, CommandLine commandLine) {
    try {
      return TopologyLocation.parse(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, "--topology: " + e.getMessage(), e);
    }
  }

  boolean inGit() {
    return topology.startsWith(RepositoryOptions.GIT);
  }

  /** As it was written. What passes for a place has no password in it. */
  @Override
  public String toString() {
    return topology;
  }
}
