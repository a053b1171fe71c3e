package io.crosstide.git;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How repositories are read.
 *
 * @param secrets directory with credentials, see docs/gitops.md
 * @param allowedSigners file with the SSH keys whose commits are accepted; empty: any commit is
 * @param timeout for one whole look at the repository
 * @param maxPackBytes most that is taken from the server for one commit
 */
public record GitOptions(
    Optional<Path> secrets, Optional<Path> allowedSigners, Duration timeout, long maxPackBytes) {
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** Also bounds the memory for it. */
  public static final long DEFAULT_MAX_PACK_BYTES = 32L << 20;

  public GitOptions {
    Objects.requireNonNull(secrets, "secrets");
    Objects.requireNonNull(allowedSigners, "allowedSigners");
    if (timeout.toSeconds() < 1 || maxPackBytes < 1) {
      throw new IllegalArgumentException(
          "a timeout of " + timeout + " and " + maxPackBytes + " bytes: both are at least 1");
    }
  }
}
