package io.crosstide.bench;

import io.crosstide.bench.report.Contenders;
import io.crosstide.lab.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * MirrorMaker 2 in dedicated mode, started as {@code connect-mirror-maker.sh} does: heap, collector
 * and all. Replication factors are 1, because each cluster has one broker.
 */
record MirrorMaker(String name, String classPath) implements Contender {
  private static final List<String> JVM =
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

  /** MirrorMaker's own topics. */
  private static final List<String> REPLICATION =
      List.of(
          "checkpoints.topic",
          "heartbeats.topic",
          "offset-syncs.topic",
          "offset.storage",
          "status.storage",
          "config.storage");

  private static final String SOURCE = "{source}.";
  private static final String TARGET = "{target}.";

  @Override
  public Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("JVM", String.join(" ", JVM));
    all.put("replication.factor and those of its own topics", "1");
    all.putAll(tuning("{compression}"));
    return all;
  }

  private Map<String, String> tuning(String compression) {
    Map<String, String> tuning = new LinkedHashMap<>();
    if (name.equals(Contenders.MM2_DEFAULT)) {
      return tuning;
    }
    tuning.put("tasks.max", Integer.toString(Runtime.getRuntime().availableProcessors()));
    tuning.put(TARGET + "producer.batch.size", "327680");
    tuning.put(TARGET + "producer.linger.ms", "100");
    tuning.put(TARGET + "producer.compression.type", compression);
    tuning.put(TARGET + "producer.max.in.flight.requests.per.connection", "5");
    tuning.put(SOURCE + "consumer.fetch.max.bytes", "52428800");
    tuning.put(SOURCE + "consumer.max.partition.fetch.bytes", "2097152");
    tuning.put(SOURCE + "consumer.max.poll.records", "2000");
    if (name.equals(Contenders.MM2_EXACTLY_ONCE)) {
      tuning.put(TARGET + "exactly.once.source.support", "enabled");
      tuning.put("dedicated.mode.enable.internal.rest", "true");
    }
    return tuning;
  }

  @Override
  public List<String> command(Route route, Path directory) throws IOException {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("clusters", route.source() + ", " + route.target());
    properties.put(route.source() + ".bootstrap.servers", route.sourceBootstrap());
    properties.put(route.target() + ".bootstrap.servers", route.targetBootstrap());
    route
        .clientProperties()
        .forEach(
            (key, value) -> {
              properties.put(route.source() + "." + key, value);
              properties.put(route.target() + "." + key, value);
            });
    String flow = route.source() + "->" + route.target();
    properties.put(flow + ".enabled", "true");
    properties.put(flow + ".topics", String.join(",", route.topics()));
    properties.put(route.target() + "->" + route.source() + ".enabled", "false");
    properties.put("replication.factor", "1");
    REPLICATION.forEach(topic -> properties.put(topic + ".replication.factor", "1"));
    properties.put("listeners", "http://127.0.0.1:" + Ports.free());
    tuning(route.compression())
        .forEach(
            (key, value) ->
                properties.put(
                    key.replace(SOURCE, route.source() + ".")
                        .replace(TARGET, route.target() + "."),
                    value));
    Path file = directory.resolve("mm2.properties");
    Files.writeString(
        file,
        properties.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining("\n")));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
    command.add(GcLog.option(directory.resolve("gc.log")));
    command.addAll(List.of("-cp", classPath));
    command.addAll(List.of("org.apache.kafka.connect.mirror.MirrorMaker", file.toString()));
    return command;
  }
}
