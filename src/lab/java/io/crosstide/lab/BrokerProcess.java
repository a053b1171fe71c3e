package io.crosstide.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One broker as a child process, for what a broker inside the test's JVM can't suffer: kill -9 and
 * SIGSTOP. Keeps its ports and data until {@link #close()}. Needs a POSIX {@code kill}.
 */
public final class BrokerProcess implements AutoCloseable {
  private static final long READY_TIMEOUT_SECONDS = 180;
  private static final long STOP_TIMEOUT_SECONDS = 30;
  private static final int MAX_LOG_BYTES_SHOWN = 4_000;

  /** Small and quick to start: what tests need. */
  static final List<String> SMALL_JVM =
      List.of("-Xmx160m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final BrokerConfig config;
  private final List<String> jvmOptions;
  private final Path home;
  private Process process;
  private CompletableFuture<Boolean> ready = CompletableFuture.completedFuture(false);
  private boolean suspended;

  /** The home directory, which holds properties and log, is deleted with the data on close. */
  BrokerProcess(BrokerConfig config, List<String> jvmOptions, Path home) {
    this.config = config;
    this.jvmOptions = List.copyOf(jvmOptions);
    this.home = home;
  }

  public int nodeId() {
    return config.nodeId();
  }

  /** Port on which the broker itself listens. */
  public int port(String listener) {
    return config.listeners().get(listener).port();
  }

  /** Process id; only while it runs. */
  public synchronized long pid() {
    return process.pid();
  }

  public synchronized boolean alive() {
    return process != null && process.isAlive();
  }

  /** Starts, or starts again with its data, and waits (180 s at most) until it takes requests. */
  public void start() {
    launch();
    awaitReady();
  }

  /** Starts without waiting: a node of several is not ready before a majority runs. */
  synchronized void launch() {
    if (alive()) {
      return;
    }
    try {
      Files.createDirectories(home);
      Path file = home.resolve("broker.properties");
      try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        config.properties().store(writer, null);
      }
      process =
          new ProcessBuilder(command(file))
              .redirectError(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("can't start broker " + nodeId(), e);
    }
    suspended = false;
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    CompletableFuture<Boolean> said = new CompletableFuture<>();
    ready = said;
    Thread.ofPlatform().daemon().name("broker-" + nodeId()).start(() -> listen(lines, said));
  }

  private List<String> command(Path properties) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(
        List.of(
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
            "-D" + BrokerLogs.PROPERTY + "=" + System.getProperty(BrokerLogs.PROPERTY, "WARNING"),
            "-cp",
            System.getProperty("java.class.path"),
            BrokerMain.class.getName(),
            properties.toString(),
            config.clusterId()));
    return command;
  }

  /** Reads to the end, so that a chatty child never blocks on a full pipe. */
  private static void listen(BufferedReader lines, CompletableFuture<Boolean> said) {
    try (lines) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals(BrokerMain.READY)) {
          said.complete(true);
        }
      }
    } catch (IOException killed) {
      // The end of the stream says the same.
    }
    said.complete(false);
  }

  void awaitReady() {
    boolean answered;
    try {
      answered = ready.get(READY_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (Exception e) {
      throw new IllegalStateException(
          "broker %d not ready within %d s; its log ends:%n%s"
              .formatted(nodeId(), READY_TIMEOUT_SECONDS, logTail()),
          e);
    }
    if (!answered) {
      throw new IllegalStateException(
          "broker %d ended while starting; its log ends:%n%s".formatted(nodeId(), logTail()));
    }
  }

  /** kill -9: nothing is flushed, nobody is told. */
  public synchronized void kill() {
    if (process != null) {
      process.destroyForcibly();
      awaitEnd();
    }
  }

  /** SIGSTOP: connections stay open, nothing is answered. */
  public synchronized void suspend() {
    Signals.stop(running());
    suspended = true;
  }

  /** SIGCONT. */
  public synchronized void resume() {
    Signals.resume(running());
    suspended = false;
  }

  /** SIGTERM: leaders move away, the log is flushed. */
  public synchronized void stop() {
    if (!alive()) {
      return;
    }
    if (suspended) {
      resume();
    }
    process.destroy();
    awaitEnd();
  }

  /** Kills the broker and deletes its data. */
  @Override
  public synchronized void close() {
    kill();
    Storage.delete(home);
    Storage.delete(config.dir());
  }

  private Process running() {
    if (!alive()) {
      throw new IllegalStateException("broker " + nodeId() + " does not run");
    }
    return process;
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "broker " + nodeId() + " did not end within " + STOP_TIMEOUT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private Path log() {
    return home.resolve("broker.log");
  }

  private String logTail() {
    try {
      byte[] bytes = Files.readAllBytes(log());
      int from = Math.max(0, bytes.length - MAX_LOG_BYTES_SHOWN);
      return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }
}
