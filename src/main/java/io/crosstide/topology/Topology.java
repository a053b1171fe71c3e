package io.crosstide.topology;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The whole graph, as one file says it, patterns expanded and proved to be free of loops.
 *
 * @param source the file
 * @param clusters by alias, in the file's order
 * @param flows every flow, patterns first, in the file's order
 */
public record Topology(String source, Map<String, Cluster> clusters, List<Flow> flows) {
  public Topology {
    Objects.requireNonNull(source, "source");
    clusters = Collections.unmodifiableMap(new LinkedHashMap<>(clusters));
    flows = List.copyOf(flows);
  }

  /** The flow of this name, {@code nyc->lon}. */
  public Optional<Flow> flow(String name) {
    return flows.stream().filter(flow -> flow.name().equals(name)).findFirst();
  }
}
