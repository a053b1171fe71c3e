package io.crosstide.bench.report;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole run: what was asked, on what machine, with what settings, and what came out.
 *
 * @param startedAt when
 * @param command what a user types to run it again
 * @param machine cores, memory, processor, operating system, JDK, versions, revision
 * @param settings every setting of each contender and of the brokers ({@code brokers}), by its name
 * @param scenarios in the order they ran
 * @param measurements in the order they were taken
 */
public record BenchRun(
    Instant startedAt,
    String command,
    Map<String, String> machine,
    Map<String, Map<String, String>> settings,
    List<Scene> scenarios,
    List<Measurement> measurements) {

  /**
   * A case as the report shows it.
   *
   * @param name short, of letters, digits and dashes
   * @param title a line for people
   * @param group under which heading it stands
   */
  public record Scene(String name, String title, String group) {}

  public BenchRun {
    machine = new LinkedHashMap<>(machine);
    settings = new LinkedHashMap<>(settings);
    scenarios = List.copyOf(scenarios);
    measurements = List.copyOf(measurements);
  }
}
