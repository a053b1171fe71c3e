package io.crosstide.bench;

import io.crosstide.bench.report.Contenders;
import io.crosstide.lab.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The program that ships, started as its launcher does.
 *
 * @param name {@code crosstide}, {@code crosstide@REV} for another revision, or {@code
 *     crosstide-native}
 * @param runtime what it runs on, for the record
 * @param program the words that start it
 */
record CrosstideContender(String name, String runtime, Program program) implements Contender {
  /** What starts the program. */
  @FunctionalInterface
  interface Program {
    /**
     * @param directory for logs of the runtime's own
     */
    List<String> words(Route route, Path directory);
  }

  /**
   * On a JVM.
   *
   * @param options separated by blanks
   * @param tlsOptions instead, where the route is encrypted
   */
  static CrosstideContender onJvm(String name, Path jar, String options, String tlsOptions) {
    return new CrosstideContender(
        name,
        // Names of files, without where this machine has them.
        "JVM %s; with TLS %s".formatted(options, tlsOptions).replaceAll("=/\\S*/", "="),
        (route, directory) ->
            jvm(jar, route.clientProperties().isEmpty() ? options : tlsOptions, directory));
  }

  /** The native executable, as it is. */
  static CrosstideContender executable(Path file) {
    return new CrosstideContender(
        Contenders.CROSSTIDE_NATIVE, "native", (route, directory) -> List.of(file.toString()));
  }

  private static List<String> jvm(Path jar, String options, Path directory) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Arrays.stream(options.split("\\s+")).filter(word -> !word.isEmpty()).forEach(words::add);
    words.add(GcLog.option(directory.resolve("gc.log")));
    words.addAll(List.of("-jar", jar.toString()));
    return words;
  }

  @Override
  public Map<String, String> settings() {
    return Map.of("runtime", runtime, "topology", "a flow between two clusters and its topics");
  }

  @Override
  public List<String> command(Route route, Path directory) throws IOException {
    Path topology = directory.resolve("topology.yaml");
    Files.writeString(
        topology,
        """
        clusters:
          %1$s: {bootstrap: "%2$s"}
          %3$s: {bootstrap: "%4$s"}
        flows:
          %1$s->%3$s: {}
        defaults:
          include: [%5$s]
          properties: {%6$s}
        """
            .formatted(
                route.source(),
                route.sourceBootstrap(),
                route.target(),
                route.targetBootstrap(),
                String.join(", ", route.topics()),
                route.clientProperties().entrySet().stream()
                    .map(property -> "%s: \"%s\"".formatted(property.getKey(), property.getValue()))
                    .collect(Collectors.joining(", "))));
    List<String> command = new ArrayList<>(program.words(route, directory));
    command.addAll(List.of("run", "--topology", topology.toString()));
    command.addAll(List.of("--flow", route.source() + "->" + route.target()));
    command.addAll(List.of("--http-host", "127.0.0.1"));
    command.addAll(List.of("--http-port", Integer.toString(Ports.free())));
    return command;
  }
}
