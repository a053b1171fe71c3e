package io.crosstide.bench;

import io.crosstide.bench.report.Contenders;
import io.crosstide.lab.MirrorMakerSetup;
import io.crosstide.lab.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** MirrorMaker 2 in dedicated mode. Replication factors are 1: each cluster has one broker. */
record MirrorMaker(String name, String classPath) implements Contender {
  private static final int REPLICAS = 1;
  private static final String SOURCE = "{source}.";
  private static final String TARGET = "{target}.";

  @Override
  public Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("JVM", String.join(" ", MirrorMakerSetup.JVM));
    all.put("replication.factor and those of its own topics", Integer.toString(REPLICAS));
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
    Map<String, String> properties =
        new MirrorMakerSetup(
                route.source(),
                route.sourceBootstrap(),
                route.target(),
                route.targetBootstrap(),
                route.topics(),
                REPLICAS)
            .properties();
    route
        .clientProperties()
        .forEach(
            (key, value) -> {
              properties.put(route.source() + "." + key, value);
              properties.put(route.target() + "." + key, value);
            });
    properties.put("listeners", "http://127.0.0.1:" + Ports.free());
    tuning(route.compression())
        .forEach(
            (key, value) ->
                properties.put(
                    key.replace(SOURCE, route.source() + ".")
                        .replace(TARGET, route.target() + "."),
                    value));
    return MirrorMakerSetup.command(
        classPath,
        MirrorMakerSetup.write(properties, directory),
        List.of(GcLog.option(directory.resolve("gc.log"))));
  }
}
