package io.crosstide.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other revisions of Crosstide, checked out and built beside the one that runs. */
final class Revisions {
  private static final long BUILD_TIMEOUT_MINUTES = 15;

  private Revisions() {}

  /** The revision of the checkout, with {@code -dirty} when something is not committed. */
  static String describe(Path home) {
    return run(home, List.of("git", "describe", "--always", "--dirty")).strip();
  }

  /**
   * Builds a revision under target/bench/REV, once.
   *
   * @return its {@code quarkus-run.jar}
   * @throws IllegalArgumentException when git does not know the revision
   */
  static Path jar(Path home, String revision) {
    String commit;
    try {
      commit =
          run(home, List.of("git", "rev-parse", "--verify", "--short", revision + "^{commit}"))
              .strip();
    } catch (IllegalStateException unknown) {
      throw new IllegalArgumentException("git knows no revision " + revision, unknown);
    }
    Path tree = home.resolve("target").resolve("bench").resolve(commit);
    Path jar = tree.resolve("target/quarkus-app/quarkus-run.jar");
    if (!Files.isRegularFile(jar)) {
      run(home, List.of("git", "worktree", "prune"));
      run(home, List.of("git", "worktree", "add", "--force", "--detach", tree.toString(), commit));
      run(tree, List.of("./mvnw", "-q", "-B", "-ntp", "-Dquick", "package"));
    }
    return jar;
  }

  private static String run(Path directory, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(BUILD_TIMEOUT_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed:\n" + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
