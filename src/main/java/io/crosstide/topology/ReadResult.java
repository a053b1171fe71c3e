package io.crosstide.topology;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What came of reading a topology file.
 *
 * @param topology present when no problem is an error
 * @param problems errors and warnings in the file's order
 */
public record ReadResult(Optional<Topology> topology, List<Problem> problems) {
  public ReadResult {
    Objects.requireNonNull(topology, "topology");
    problems = List.copyOf(problems);
  }
}
