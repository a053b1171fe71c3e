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
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The program that ships, with its defaults.
 *
 * @param name {@code crosstide}, {@code crosstide@REV} for another revision, or {@code
 *     crosstide-native}
 * @param runtime what it runs on, for the record
 * @param program the words that start it, with a directory for logs of the runtime's own
 */
record CrosstideContender(
    String name, String runtime, Function<Path, List<String>> program) implements Contender {
  /** On a JVM with these options, separated by blanks. */
  static CrosstideContender onJvm(String name, Path jar, String options) {
    return new CrosstideContender(name, "JVM " + options, directory -> jvm(jar, options, directory));
  }

  /** The native executable, as it is. */
  static CrosstideContender executable(Path file) {
    return new CrosstideContender(
        Contenders.CROSSTIDE_NATIVE, "native", directory -> List.of(file.toString()));
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
    List<String> command = new ArrayList<>(program.apply(directory));
    command.addAll(List.of("run", "--topology", topology.toString()));
    command.addAll(List.of("--flow", route.source() + "->" + route.target()));
    command.addAll(List.of("--http-host", "127.0.0.1"));
    command.addAll(List.of("--http-port", Integer.toString(Ports.free())));
    return command;
  }
}
