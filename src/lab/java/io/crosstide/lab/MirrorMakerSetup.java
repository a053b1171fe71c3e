package io.crosstide.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One direction of MirrorMaker 2 in dedicated mode, started as {@code connect-mirror-maker.sh} does:
 * heap, collector and all.
 *
 * @param source alias
 * @param target alias
 * @param replicas of every topic it makes
 */
public record MirrorMakerSetup(
    String source,
    String sourceBootstrap,
    String target,
    String targetBootstrap,
    List<String> topics,
    int replicas) {
  /** JVM options of {@code connect-mirror-maker.sh}. */
  public static final List<String> JVM =
      List.of(
          "-Xms256M",
          "-Xmx2G",
          "-server",
          "-XX:+UseG1GC",
          "-XX:MaxGCPauseMillis=20",
          "-XX:InitiatingHeapOccupancyPercent=35",
          "-XX:+ExplicitGCInvokesConcurrent",
          "-XX:MaxInlineLevel=15",
          "-Djava.awt.headless=true");

  private static final List<String> REPLICATED =
      List.of(
          "replication.factor",
          "checkpoints.topic.replication.factor",
          "heartbeats.topic.replication.factor",
          "offset-syncs.topic.replication.factor",
          "offset.storage.replication.factor",
          "status.storage.replication.factor",
          "config.storage.replication.factor");

  public MirrorMakerSetup {
    topics = List.copyOf(topics);
  }

  /** All it needs, with its own defaults elsewhere; the caller may add to it. */
  public Map<String, String> properties() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("clusters", source + ", " + target);
    properties.put(source + ".bootstrap.servers", sourceBootstrap);
    properties.put(target + ".bootstrap.servers", targetBootstrap);
    String flow = source + "->" + target;
    properties.put(flow + ".enabled", "true");
    properties.put(flow + ".topics", String.join(",", topics));
    properties.put(target + "->" + source + ".enabled", "false");
    REPLICATED.forEach(topic -> properties.put(topic, Integer.toString(replicas)));
    return properties;
  }

  /** Writes them into the directory. */
  public static Path write(Map<String, String> properties, Path directory) throws IOException {
    return Files.writeString(
        directory.resolve("mm2.properties"),
        properties.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n")));
  }

  /**
   * @param classPath of MirrorMaker 2 and nothing else
   * @param jvmOptions besides {@link #JVM}
   */
  public static List<String> command(
      String classPath, Path properties, List<String> jvmOptions) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classPath));
    command.addAll(
        List.of("org.apache.kafka.connect.mirror.MirrorMaker", properties.toString()));
    return command;
  }
}
