package io.crosstide.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that may be on this machine, and what comes of running them. */
final class Tools {
  private static final int TIMEOUT_S = 60;

  private Tools() {}

  static boolean onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** Runs a command to its end and returns what it prints; fails when the command does. */
  static String run(Path directory, String... command) {
    try {
      Path out = Files.createTempFile("crosstide-out", ".txt");
      Path err = Files.createTempFile("crosstide-err", ".txt");
      try {
        Process process =
            new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(TIMEOUT_S, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("%s ended", List.of(command)).isTrue();
        assertThat(process.exitValue())
            .as("exit code of %s, which says: %s", List.of(command), Files.readString(err))
            .isZero();
        return Files.readString(out, StandardCharsets.UTF_8);
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new AssertionError("could not run " + List.of(command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while running " + List.of(command), e);
    }
  }
}
