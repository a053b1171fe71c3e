package io.crosstide.topology;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Clusters and flows without names: which flow can follow on which. Only what lies on a circle of
 * three or more clusters is kept; a hub's spokes fall away, however many they are.
 */
final class FlowGraph {
  private final Map<String, List<Flow>> from = new LinkedHashMap<>();
  private final Map<String, List<Flow>> into = new HashMap<>();

  FlowGraph(List<Flow> flows) {
    for (Flow flow : withoutDeadEnds(flows)) {
      from.computeIfAbsent(flow.source().alias(), alias -> new ArrayList<>()).add(flow);
      into.computeIfAbsent(flow.target().alias(), alias -> new ArrayList<>()).add(flow);
    }
  }

  int clusters() {
    Set<String> clusters = new HashSet<>(from.keySet());
    clusters.addAll(into.keySet());
    return clusters.size();
  }

  List<Flow> flowsFrom(String cluster) {
    return from.getOrDefault(cluster, List.of());
  }

  /** Clusters that a walk can leave and come back to. */
  List<String> clustersOnCycles() {
    return from.keySet().stream().filter(into::containsKey).toList();
  }

  /** The flows that can take what this one brought: forwarding, and not straight back. */
  List<Flow> onward(Flow flow) {
    return flowsFrom(flow.target().alias()).stream().filter(next -> canFollow(flow, next)).toList();
  }

  /** The flows on walks from a cluster back to it. */
  Set<Flow> circuit(String home) {
    Set<Flow> outward = new LinkedHashSet<>();
    ArrayDeque<Flow> open = new ArrayDeque<>(flowsFrom(home));
    while (!open.isEmpty()) {
      Flow flow = open.remove();
      if (outward.add(flow) && !flow.target().alias().equals(home)) {
        open.addAll(onward(flow));
      }
    }
    Set<Flow> homeward = new HashSet<>();
    open.addAll(into.getOrDefault(home, List.of()));
    while (!open.isEmpty()) {
      Flow flow = open.remove();
      if (homeward.add(flow) && !flow.source().alias().equals(home)) {
        into.getOrDefault(flow.source().alias(), List.of()).stream()
            .filter(before -> canFollow(before, flow))
            .forEach(open::add);
      }
    }
    outward.retainAll(homeward);
    return outward;
  }

  private static boolean canFollow(Flow flow, Flow next) {
    return next.forward() && !next.target().alias().equals(flow.source().alias());
  }

  /**
   * A circle of three needs two neighbours at each cluster; who has one is taken away, and again.
   */
  private static List<Flow> withoutDeadEnds(List<Flow> flows) {
    List<Flow> left = flows;
    while (true) {
      Map<String, Set<String>> neighbours = new HashMap<>();
      for (Flow flow : left) {
        String source = flow.source().alias();
        String target = flow.target().alias();
        neighbours.computeIfAbsent(source, alias -> new HashSet<>()).add(target);
        neighbours.computeIfAbsent(target, alias -> new HashSet<>()).add(source);
      }
      List<Flow> kept =
          left.stream()
              .filter(
                  flow ->
                      neighbours.get(flow.source().alias()).size() > 1
                          && neighbours.get(flow.target().alias()).size() > 1)
              .toList();
      if (kept.size() == left.size()) {
        return kept;
      }
      left = kept;
    }
  }
}
