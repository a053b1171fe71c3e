package io.crosstide.lab.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The shipped program as a child process. */
final class MirrorProcess implements AutoCloseable {
  /** A little more than the program takes for itself when it is told to stop. */
  private static final long STOP_TIMEOUT_SECONDS = 20;

  private static final long KILL_TIMEOUT_SECONDS = 10;
  private static final int MAX_LOG_LINES_SHOWN = 40;
  private static final String PREFIX = "CROSSTIDE_";

  private final List<String> command;
  private final File log;
  private Process process;

  /**
   * @param jar {@code quarkus-run.jar}
   * @param topology the file it runs
   * @param log gets all it prints
   */
  MirrorProcess(Path jar, Path topology, int httpPort, Path log) {
    if (!Files.isRegularFile(jar)) {
      throw new DemoFailedException(jar + " is not there; ./crosstide builds it");
    }
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String options = System.getenv().getOrDefault("CROSSTIDE_JAVA_OPTS", "");
    Arrays.stream(options.split("\\s+")).filter(word -> !word.isEmpty()).forEach(words::add);
    words.addAll(List.of("-jar", jar.toString(), "run"));
    words.addAll(List.of("--topology", topology.toString(), "--flow", "all"));
    words.addAll(List.of("--http-port", Integer.toString(httpPort), "--http-host", "127.0.0.1"));
    this.command = List.copyOf(words);
    this.log = log.toFile();
  }

  synchronized void start() {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    // Options that the caller's environment sets are not the demo's.
    builder.environment().keySet().removeIf(name -> name.startsWith(PREFIX));
    try {
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new DemoFailedException("can't start the mirror: " + e.getMessage(), e);
    }
  }

  synchronized boolean alive() {
    return process != null && process.isAlive();
  }

  /** What it said last, and how it ended if it did, for a message. */
  synchronized String lastWords() {
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
  boolean endsWithin(Duration time) throws InterruptedException {
    Process running;
    synchronized (this) {
      running = process;
    }
    return running.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** kill -9. */
  synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
      ended(KILL_TIMEOUT_SECONDS);
    }
  }

  /** SIGTERM, and after a bounded grace period SIGKILL. */
  @Override
  public synchronized void close() {
    if (process != null) {
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
