package io.crosstide.lab.chaos;

import io.crosstide.lab.ChildProcess;
import io.crosstide.lab.Ports;
import io.crosstide.lab.Program;
import io.crosstide.lab.demo.MirrorProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The shipped program. */
record CrosstideContender(Program program) implements Contender {
  @Override
  public String name() {
    return "crosstide";
  }

  @Override
  public String settings() {
    return "replication-factor: 3";
  }

  @Override
  public ChildProcess instance(int number, Route route, Path directory) {
    Path topology = directory.resolve("topology.yaml");
    String yaml =
        """
        clusters:
          %s: { bootstrap: "%s" }
          %s: { bootstrap: "%s" }
        flows:
          %s->%s: { replication-factor: 3, include: [%s] }
        """
            .formatted(
                SOURCE,
                route.source(),
                TARGET,
                route.target(),
                SOURCE,
                TARGET,
                String.join(", ", route.topics()));
    try {
      Files.writeString(topology, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new MirrorProcess(program, topology, Ports.free(), directory.resolve("mirror.log"));
  }
}
