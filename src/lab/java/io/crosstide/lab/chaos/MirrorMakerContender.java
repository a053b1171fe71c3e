package io.crosstide.lab.chaos;

import io.crosstide.lab.ChildProcess;
import io.crosstide.lab.MirrorMakerSetup;
import io.crosstide.lab.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * MirrorMaker 2 in dedicated mode, a Connect worker per instance.
 *
 * @param classPath of MirrorMaker 2 and nothing else
 * @param tasks how many tasks share the partitions
 */
record MirrorMakerContender(boolean exactlyOnce, String classPath, int tasks)
    implements Contender {
  private static final int REPLICAS = 3;

  @Override
  public String name() {
    return exactlyOnce ? "mm2-exactly-once" : "mm2";
  }

  @Override
  public String settings() {
    return tuning().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(", ", "replication factors " + REPLICAS + ", ", ""));
  }

  private Map<String, String> tuning() {
    Map<String, String> tuning = new LinkedHashMap<>();
    tuning.put("tasks.max", Integer.toString(tasks));
    // Without it the workers can't hand each other the tasks' settings.
    tuning.put("dedicated.mode.enable.internal.rest", "true");
    if (exactlyOnce) {
      tuning.put(TARGET + ".exactly.once.source.support", "enabled");
      tuning.put(SOURCE + ".consumer.isolation.level", "read_committed");
    }
    return tuning;
  }

  @Override
  public ChildProcess instance(int number, Route route, Path directory) {
    MirrorMakerSetup setup =
        new MirrorMakerSetup(
            SOURCE, route.source(), TARGET, route.target(), route.topics(), REPLICAS);
    Map<String, String> properties = setup.properties();
    properties.put("listeners", "http://127.0.0.1:" + Ports.free());
    properties.putAll(tuning());
    try {
      Path file = MirrorMakerSetup.write(properties, directory);
      return new ChildProcess(
          MirrorMakerSetup.command(classPath, file, List.of()), directory.resolve("mirror.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As ./crosstide has written it. */
  static String classPath(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
