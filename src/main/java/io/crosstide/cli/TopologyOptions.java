package io.crosstide.cli;

import io.crosstide.git.GitOptions;
import io.crosstide.git.LastGoodRevision;
import io.crosstide.git.TopologyLocation;
import io.crosstide.git.TopologySource;
import io.crosstide.git.TopologySources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where a command finds its topology, and how it follows it. */
final class TopologyOptions {
  /** A file costs nothing to look at; a git server does. */
  private static final Duration LOCAL_INTERVAL = Duration.ofSeconds(1);

  private static final Duration GIT_INTERVAL = Duration.ofSeconds(30);

  @Option(
      names = {"-t", "--topology"},
      paramLabel = "FILE",
      required = true,
      description = {
        "The topology, YAML: a file, a directory with one, or",
        "git+https://HOST/REPOSITORY?ref=REF&path=PATH, git+ssh://..., git+file:///..."
      })
  private String topology;

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

  @Option(
      names = "--git-secrets",
      paramLabel = "DIR",
      description = {
        "Files that open the repository: username, password, bearerToken, ca.crt;",
        "identity, known_hosts for SSH. Read at each look."
      })
  private Path gitSecrets;

  @Option(
      names = "--git-allowed-signers",
      paramLabel = "FILE",
      description = "Accept only commits signed with one of these SSH keys (ssh-keygen's format).")
  private Path allowedSigners;

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
    var git =
        new GitOptions(
            Optional.ofNullable(gitSecrets),
            Optional.ofNullable(allowedSigners),
            GitOptions.DEFAULT_TIMEOUT,
            GitOptions.DEFAULT_MAX_PACK_BYTES);
    return TopologySources.of(location(commandLine), git);
  }

  private TopologyLocation location(CommandLine commandLine) {
    try {
      return TopologyLocation.parse(topology);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(commandLine, "--topology: " + e.getMessage(), e);
    }
  }

  Duration interval() {
    if (pollSeconds != null) {
      return Duration.ofSeconds(pollSeconds);
    }
    return topology.startsWith("git+") ? GIT_INTERVAL : LOCAL_INTERVAL;
  }

  /** Where the last good revision of a source is kept. */
  Optional<LastGoodRevision> lastGood(TopologySource source) {
    return Optional.ofNullable(cache).map(dir -> new LastGoodRevision(dir, source.location()));
  }
}
