package io.crosstide.cli;

import io.crosstide.git.Candidate.Refusal;
import io.crosstide.git.GitOptions;
import io.crosstide.git.Revision;
import io.crosstide.git.TopologyLocation;
import io.crosstide.git.TopologySource;
import io.crosstide.git.TopologySources;
import io.crosstide.git.UnreadableTopologyException;
import io.crosstide.topology.ReadResult;
import io.crosstide.topology.TopologyReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What opens git repositories, and whose commits count. */
final class RepositoryOptions {
  /** How locations in a repository begin. */
  static final String GIT = "git+";

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

  /** What reads a location again and again. */
  TopologySource source(TopologyLocation location) {
    return TopologySources.of(
        location,
        new GitOptions(
            Optional.ofNullable(gitSecrets),
            Optional.ofNullable(allowedSigners),
            GitOptions.DEFAULT_TIMEOUT,
            GitOptions.DEFAULT_MAX_PACK_BYTES));
  }

  /**
   * Reads a location once. Which commit that is, is printed.
   *
   * @param files reads a file
   * @throws CommandFailedException when it can't be read, or its newest revision can't be accepted
   */
  ReadResult read(
      TopologyLocation location, Function<Path, ReadResult> files, CommandLine commandLine) {
    if (location instanceof TopologyLocation.Local local && !Files.isDirectory(local.path())) {
      return files.apply(local.path());
    }
    try {
      return switch (source(location).newest()) {
        case Revision revision -> read(location, revision, commandLine);
        case Refusal refused ->
            throw new CommandFailedException(
                location + ": revision " + refused.id() + ": " + refused.reason(), null);
      };
    } catch (UnreadableTopologyException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private static ReadResult read(
      TopologyLocation location, Revision revision, CommandLine commandLine) {
    commandLine.getErr().println("crosstide: " + location + " is at " + revision.id());
    return TopologyReader.read(revision.name(), revision.text());
  }
}
