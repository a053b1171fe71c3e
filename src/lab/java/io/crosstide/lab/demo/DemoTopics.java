package io.crosstide.lab.demo;

import io.crosstide.lab.TrafficTopic;
import io.crosstide.topology.Flow;
import io.crosstide.topology.Topology;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which topics the demo's applications write at each cluster: names that the flows select, made up
 * from what the topology file mentions. Pure.
 */
final class DemoTopics {
  private static final int MAX_TOPICS_PER_FLOW = 3;
  private static final List<String> USUAL_NAMES =
      List.of("orders", "customers", "payments", "clicks", "events");

  private DemoTopics() {}

  /**
   * Topics by cluster alias; clusters that are no flow's source have none. A topic has the same
   * shape at every cluster, because under one name it may be mirrored into its namesake.
   *
   * @param mentioned names and expressions of the file, see {@link LocalTopology#mentionedTopics}
   * @throws DemoFailedException when nothing it can think of is selected by a flow
   */
  static Map<String, List<TrafficTopic>> of(Topology topology, Set<String> mentioned) {
    Set<String> candidates = candidates(mentioned);
    Map<String, Set<String>> chosen = new LinkedHashMap<>();
    for (Flow flow : topology.flows()) {
      String source = flow.source().alias();
      List<String> names =
          candidates.stream()
              .filter(name -> flow.plan(name).isPresent())
              .filter(name -> !writtenByAFlow(topology, source, name, candidates))
              .limit(MAX_TOPICS_PER_FLOW)
              .toList();
      if (names.isEmpty() && !flow.forward()) {
        throw new DemoFailedException(
            "flow " + flow.name() + " selects no topic that the demo can think of: tried "
                + String.join(", ", candidates));
      }
      chosen.computeIfAbsent(source, alias -> new LinkedHashSet<>()).addAll(names);
    }
    return shaped(chosen);
  }

  /** One name for each entry of the file first, so that every entry gets its share. */
  private static Set<String> candidates(Set<String> mentioned) {
    List<List<String>> examples = mentioned.stream().map(DemoTopics::examples).toList();
    Set<String> candidates = new LinkedHashSet<>();
    examples.forEach(names -> names.stream().findFirst().ifPresent(candidates::add));
    examples.forEach(candidates::addAll);
    candidates.addAll(USUAL_NAMES);
    return candidates;
  }

  private static List<String> examples(String text) {
    boolean expression = text.length() > 2 && text.startsWith("/") && text.endsWith("/");
    return expression ? RegexExamples.of(text.substring(1, text.length() - 1)) : List.of(text);
  }

  /** Whether a flow would write this name there under another name than the source's. */
  private static boolean writtenByAFlow(
      Topology topology, String cluster, String name, Set<String> candidates) {
    return topology.flows().stream()
        .filter(flow -> flow.target().alias().equals(cluster))
        .anyMatch(
            flow ->
                candidates.stream()
                    .filter(source -> !source.equals(name))
                    .flatMap(source -> flow.plan(source).stream())
                    .anyMatch(plan -> plan.targetTopic().equals(name)));
  }

  private static Map<String, List<TrafficTopic>> shaped(Map<String, Set<String>> chosen) {
    List<String> names = chosen.values().stream().flatMap(Set::stream).distinct().toList();
    Map<String, List<TrafficTopic>> shaped = new LinkedHashMap<>();
    chosen.forEach(
        (cluster, topics) -> {
          List<TrafficTopic> list = new ArrayList<>();
          for (String topic : topics) {
            int index = names.indexOf(topic);
            list.add(new TrafficTopic(topic, 3 - index % 3, index % 3 == 1));
          }
          if (!list.isEmpty()) {
            shaped.put(cluster, List.copyOf(list));
          }
        });
    return shaped;
  }

  /** {@code orders (3 partitions), customers (2 partitions, compacted)}. */
  static String words(List<TrafficTopic> topics) {
    return topics.isEmpty()
        ? "no traffic of its own"
        : topics.stream()
            .map(
                topic ->
                    "%s (%d partition%s%s)"
                        .formatted(
                            topic.name(),
                            topic.partitions(),
                            topic.partitions() == 1 ? "" : "s",
                            topic.compacted() ? ", compacted" : ""))
            .collect(Collectors.joining(", "));
  }
}
