package io.crosstide.cli;

import io.crosstide.git.LastGoodRevision;
import io.crosstide.git.TopologySource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where a command finds its topology, and how it follows it. */
final class TopologyOptions {
  /** A file costs nothing to look at; a git server does. */
  private static final Duration LOCAL_INTERVAL = Duration.ofSeconds(1);

  private static final Duration GIT_INTERVAL = Duration.ofSeconds(30);

  @Mixin private TopologyPlace place;

  @Option(
      names = "--topology-poll",
      paramLabel = "SECONDS",
      description = "How often a newer revision is looked for. Default: 1 for files, 30 for git.")
  private Integer pollSeconds;

  @Option(
      names = "--topology-cache",
      paramLabel = "DIR",
      description =
          "Keeps the last good revision, for starts at which the topology can't be read or used.")
  private Path cache;

  /**
   * The source these options name.
   *
   * @throws ParameterException when they can't be
   */
  TopologySource source(CommandLine commandLine) {
    if (pollSeconds != null && pollSeconds < 1) {
      throw new ParameterException(
          commandLine, "--topology-poll is at least 1, not " + pollSeconds);
    }
    return place.source(commandLine);
  }

  Duration interval() {
    if (pollSeconds != null) {
      return Duration.ofSeconds(pollSeconds);
    }
    return place.inGit() ? GIT_INTERVAL : LOCAL_INTERVAL;
  }

  /** Where the last good revision of a source is kept. */
  Optional<LastGoodRevision> lastGood(TopologySource source) {
    return Optional.ofNullable(cache).map(dir -> new LastGoodRevision(dir, source.location()));
  }
}
