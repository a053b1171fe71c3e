package io.crosstide.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A file as a revision of a git repository has it, told by the {@code git} program. */
final class GitBlob {
  /** One more than a topology may have: the reader refuses it by its size. */
  private static final int MAX_BYTES = (1 << 20) + 1;

  private static final long PATIENCE_SECONDS = 30;

  private GitBlob() {}

  /**
   * @param directory in the repository
   * @param name {@code main:topology.yaml}, as git understands it: from the repository's root, or
   *     from the directory with {@code ./} in front
   * @throws CommandFailedException when there is no such file, no git, or no answer within 30 s
   */
  static String read(Path directory, String name) {
    if (name.startsWith("-")) {
      throw new CommandFailedException(name + " is no revision", null);
    }
    Process git;
    try {
      git =
          new ProcessBuilder("git", "cat-file", "blob", name)
              .directory(directory.toAbsolutePath().toFile())
              .redirectInput(ProcessBuilder.Redirect.PIPE)
              .start();
    } catch (IOException e) {
      throw new CommandFailedException(
          "no file " + name + ", and git can't be asked: " + e.getMessage(), e);
    }
    try {
      CompletableFuture<String> said = read(git.getErrorStream());
      CompletableFuture<String> text = read(git.getInputStream());
      if (!git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new CommandFailedException(
            "git did not show " + name + " within " + PATIENCE_SECONDS + " s", null);
      }
      if (git.exitValue() != 0) {
        throw new CommandFailedException(
            "no file " + name + ", and git says: " + said.join().strip(), null);
      }
      return text.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("interrupted while git showed " + name, e);
    } finally {
      git.destroyForcibly();
    }
  }

  private static CompletableFuture<String> read(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return new String(stream.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        reading -> Thread.ofPlatform().daemon().start(reading));
  }
}
