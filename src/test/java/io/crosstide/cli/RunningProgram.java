package io.crosstide.cli;

import static org.awaitility.Awaitility.await;

import io.crosstide.lab.Program;
import io.crosstide.lab.Signals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shipped program in a process of its own, and what it answers over HTTP. */
final class RunningProgram implements AutoCloseable {
  static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
  private static final Pattern LISTENS = Pattern.compile("on port (\\d+)");
  private static final long EXIT_TIMEOUT_SECONDS = 60;

  private final Program program;
  private final Process process;
  private final Path log;
  private final HttpClient http = HttpClient.newHttpClient();

  /** Starts {@code crosstide <arguments>}; what it prints goes to a file in {@code dir}. */
  RunningProgram(Path dir, String... arguments) throws IOException {
    this(dir, Map.of(), arguments);
  }

  /** The same with these environment variables as well. */
  RunningProgram(Path dir, Map<String, String> environment, String... arguments)
      throws IOException {
    this(dir, Program.of(JAR), environment, arguments);
  }

  /** The same of a program that was told more. */
  RunningProgram(Path dir, Program program, Map<String, String> environment, String... arguments)
      throws IOException {
    log = Files.createTempFile(dir, "crosstide", ".log");
    this.program = program;
    ProcessBuilder builder =
        new ProcessBuilder(program.with(List.of(arguments)))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("CROSSTIDE_"));
    builder.environment().putAll(environment);
    process = builder.start();
    process.getOutputStream().close();
  }

  List<String> log() {
    try {
      return Files.readAllLines(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where every thread stands, as an operator would ask for it. */
  String threads() throws IOException, InterruptedException {
    if (program.isNative()) {
      Signals.quit(process);
      // It goes where everything goes that the program prints.
      return await()
          .atMost(Duration.ofSeconds(EXIT_TIMEOUT_SECONDS))
          .until(() -> String.join("\n", log()), text -> text.contains("crosstide-loop-"));
    }
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process dump =
        new ProcessBuilder(jcmd, Long.toString(process.pid()), "Thread.print", "-l")
            .redirectErrorStream(true)
            .start();
    String text = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (dump.waitFor() != 0) {
      throw new IllegalStateException("no thread dump: " + text);
    }
    return text;
  }

  boolean alive() {
    return process.isAlive();
  }

  /** The port that the program says it listens on, once it does. */
  Optional<Integer> httpPort() {
    return log().stream()
        .map(LISTENS::matcher)
        .filter(Matcher::find)
        .map(found -> Integer.valueOf(found.group(1)))
        .findFirst();
  }

  HttpResponse<String> get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + httpPort().orElseThrow() + path);
    try {
      return http.send(
          HttpRequest.newBuilder(uri).header("Accept", "*/*").build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in " + uri, e);
    }
  }

  /** SIGTERM; the exit code. */
  int terminate() throws InterruptedException {
    process.destroy();
    return exitCode();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(EXIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("still runs after " + EXIT_TIMEOUT_SECONDS + " s: " + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
