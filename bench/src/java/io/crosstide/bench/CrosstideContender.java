package io.crosstide.bench;

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
 * The program that ships, with its defaults and the launcher's JVM options.
 *
 * @param name {@code crosstide}, or {@code crosstide@REV} for another revision
 * @param jar its {@code quarkus-run.jar}
 * @param jvmOptions separated by blanks
 */
record CrosstideContender(String name, Path jar, String jvmOptions) implements Contender {
  @Override
  public Map<String, String> settings() {
    return Map.of("JVM", jvmOptions, "topology", "a flow between two clusters and its topics");
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    Arrays.stream(jvmOptions.split("\\s+")).filter(word -> !word.isEmpty()).forEach(command::add);
    command.add(GcLog.option(directory.resolve("gc.log")));
    command.addAll(List.of("-jar", jar.toString(), "run", "--topology", topology.toString()));
    command.addAll(List.of("--flow", route.source() + "->" + route.target()));
    command.addAll(List.of("--http-host", "127.0.0.1"));
    command.addAll(List.of("--http-port", Integer.toString(Ports.free())));
    return command;
  }
}
