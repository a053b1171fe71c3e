package io.crosstide.lab.demo;

import io.crosstide.topology.Topology;
import io.crosstide.topology.TopologyReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Active-active between nyc and lon, with more said after it. */
final class Topologies {
  private static final String ACTIVE_ACTIVE =
      """
      clusters:
        nyc: {bootstrap: "nyc.example.net:9092"}
        lon: {bootstrap: "lon.example.net:9092"}
      patterns:
        - active-active: {clusters: [nyc, lon]}
      """;

  private Topologies() {}

  static Topology read(Path dir, String more) throws IOException {
    Path file = Files.writeString(dir.resolve("topology.yaml"), ACTIVE_ACTIVE + more);
    var result = TopologyReader.read(file);
    return result.topology().orElseThrow(() -> new AssertionError(result.problems().toString()));
  }
}
