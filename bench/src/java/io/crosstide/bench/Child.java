package io.crosstide.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** The mirror's process while it is measured. */
final class Child implements AutoCloseable {
  private static final long STOP_TIMEOUT_SECONDS = 30;
  private static final int MAX_LOG_LINES_SHOWN = 30;

  private final Process process;
  private final Path log;
  private final AtExit atExit;
  private final long startedNanos = System.nanoTime();

  /**
   * @param log gets all it prints
   */
  Child(List<String> command, Path log) {
    this.log = log;
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      atExit = new AtExit(process::destroyForcibly);
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + command.getFirst(), e);
    }
  }

  long startedNanos() {
    return startedNanos;
  }

  double cpuSeconds() {
    return ProcessAccount.cpuSeconds(process.pid());
  }

  OptionalDouble peakRssMb() {
    return ProcessAccount.peakRssMb(process.pid());
  }

  /**
   * @throws IllegalStateException with the end of its log, when it does not run any more
   */
  void requireAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException("the mirror ended by itself; its log ends:\n" + lastWords());
    }
  }

  String lastWords() {
    try {
      List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - MAX_LOG_LINES_SHOWN), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  /** SIGTERM, and SIGKILL when that is not enough. */
  @Override
  public void close() {
    atExit.close();
    process.destroy();
    try {
      if (!process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
