package io.crosstide.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that can be started, killed, frozen and started again. Needs a POSIX {@code kill}. */
public class ChildProcess implements AutoCloseable {
  /** A little more than the program takes for itself when it is told to stop. */
  private static final long STOP_TIMEOUT_SECONDS = 20;

  private static final long KILL_TIMEOUT_SECONDS = 10;
  private static final int MAX_LOG_LINES_SHOWN = 40;
  private static final String PREFIX = "CROSSTIDE_";

  private final List<String> command;
  private final File log;
  private Process process;
  private boolean frozen;

  /**
   * @param log gets all it prints, of every start
   */
  public ChildProcess(List<String> command, Path log) {
    this.command = List.copyOf(command);
    this.log = log.toFile();
  }

  public final synchronized void start() {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    // Options that the caller's environment sets are not the child's.
    builder.environment().keySet().removeIf(name -> name.startsWith(PREFIX));
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + command.getFirst(), e);
    }
    frozen = false;
  }

  public final synchronized boolean alive() {
    return process != null && process.isAlive();
  }

  /** What it said last, and how it ended if it did, for a message. */
  public final synchronized String lastWords() {
    String end =
        process != null && !process.isAlive() ? "exit code " + process.exitValue() + "; " : "";
    try {
      List<String> lines = Files.readAllLines(log.toPath(), StandardCharsets.UTF_8);
      int from = Math.max(0, lines.size() - MAX_LOG_LINES_SHOWN);
      return end + "its log ends:\n" + String.join("\n", lines.subList(from, lines.size()));
    } catch (IOException e) {
      return end + "its log can't be read: " + e.getMessage();
    }
  }

  /** Whether it ends by itself in this time. */
  public final boolean endsWithin(Duration time) throws InterruptedException {
    Process running;
    synchronized (this) {
      running = process;
    }
    return running.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** kill -9. */
  public final synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
      ended(KILL_TIMEOUT_SECONDS);
    }
  }

  /** SIGSTOP; nothing when it has ended. */
  public final synchronized void freeze() {
    if (alive() && !frozen) {
      Signals.stop(process);
      frozen = true;
    }
  }

  /** SIGCONT; nothing when it is not frozen. */
  public final synchronized void thaw() {
    if (alive() && frozen) {
      Signals.resume(process);
    }
    frozen = false;
  }

  /** SIGTERM, and after a bounded grace period SIGKILL. */
  @Override
  public final synchronized void close() {
    if (process != null) {
      thaw();
      process.destroy();
      if (!ended(STOP_TIMEOUT_SECONDS)) {
        kill();
      }
    }
  }

  private boolean ended(long seconds) {
    try {
      return process.waitFor(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
