package io.crosstide.topology;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves that no topic comes back to a cluster where it has been. From every cluster all names go
 * out that its flows take; they are followed hop by hop, as sets, over flows that forward, except
 * back to where they just came from: there the producer-id guard drops them. The steps are those of
 * {@link Flow#plan}, so a proof holds for the program that runs. What is followed includes names
 * that look mirrored: an application may write those too.
 */
final class LoopProof {
  /** Size of all sets of one proof together; a graph that needs more is refused as too tangled. */
  static final int MAX_TOTAL_STATES = 50_000;

  /** Loops reported; the rest is mostly the same loop seen from elsewhere. */
  static final int MAX_LOOPS = 10;

  /**
   * A topic that comes back.
   *
   * @param topic its name at the first cluster
   * @param names its name at each cluster of the way
   * @param way the flows it takes, at least three
   */
  record Loop(String topic, List<String> names, List<Flow> way) {
    Loop {
      names = List.copyOf(names);
      way = List.copyOf(way);
    }

    /** {@code topic "a" goes nyc -> lon -> par -> nyc}. */
    String describe() {
      StringBuilder text = new StringBuilder("topic \"" + topic + "\" goes ");
      text.append(way.getFirst().source().alias());
      way.forEach(flow -> text.append(" -> ").append(flow.target().alias()));
      String last = names.getLast();
      return last.equals(topic) ? text.toString() : text + ", where it is \"" + last + "\"";
    }
  }

  private final FlowGraph graph;
  private final FlowNames names;

  /** What comes of sets that arrive at a flow which takes a set: flows of one pattern are alike. */
  private final Map<List<Object>, NameSet> computed = new HashMap<>();

  private int totalStates;

  LoopProof(List<Flow> flows, FlowNames names) {
    this.graph = new FlowGraph(flows);
    this.names = names;
  }

  /**
   * A shortest loop of each cluster that has one, each loop once.
   *
   * @throws NameSet.TooLargeException when the graph or its expressions are past the bounds
   */
  List<Loop> loops() {
    List<Loop> loops = new ArrayList<>();
    Set<Set<Flow>> seen = new HashSet<>();
    for (String cluster : graph.clustersOnCycles()) {
      if (loops.size() < MAX_LOOPS) {
        loop(cluster).filter(loop -> seen.add(Set.copyOf(loop.way()))).ifPresent(loops::add);
      }
    }
    return loops;
  }

  /**
   * A walk that comes back has at most as many hops as there are clusters; a longer one has passed
   * another cluster twice, and is found from there.
   */
  private Optional<Loop> loop(String home) {
    Set<Flow> circuit = graph.circuit(home);
    if (circuit.stream().allMatch(LoopProof::namesSayAll)) {
      return Optional.empty();
    }
    List<Map<Flow, NameSet>> layers = new ArrayList<>();
    layers.add(firstHop(home, circuit));
    for (int hop = 1; hop < graph.clusters() && !layers.getLast().isEmpty(); hop++) {
      Map<Flow, NameSet> layer = nextHop(home, circuit, layers.getLast());
      layers.add(layer);
      for (Map.Entry<Flow, NameSet> arrival : layer.entrySet()) {
        if (arrival.getKey().target().alias().equals(home)) {
          return Optional.of(trace(layers, arrival.getKey(), arrival.getValue()));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A topic that only prefix flows carry has its whole way in its name, and is never taken back.
   */
  private static boolean namesSayAll(Flow flow) {
    return flow.policy().naming().kind() == Naming.Kind.PREFIX
        && flow.policy().naming().renames().keySet().stream().noneMatch(flow::takes);
  }

  private Map<Flow, NameSet> firstHop(String home, Set<Flow> circuit) {
    Map<Flow, NameSet> layer = new LinkedHashMap<>();
    for (Flow flow : graph.flowsFrom(home)) {
      if (circuit.contains(flow)) {
        put(layer, flow, names.takes(flow));
      }
    }
    return layer;
  }

  private Map<Flow, NameSet> nextHop(String home, Set<Flow> circuit, Map<Flow, NameSet> arrivals) {
    Map<Flow, List<NameSet>> incoming = new LinkedHashMap<>();
    arrivals.forEach(
        (flow, arrived) -> {
          if (!flow.target().alias().equals(home)) {
            for (Flow onward : graph.onward(flow)) {
              if (circuit.contains(onward)) {
                incoming.computeIfAbsent(onward, unused -> new ArrayList<>()).add(arrived);
              }
            }
          }
        });
    Map<Flow, NameSet> layer = new LinkedHashMap<>();
    incoming.forEach((flow, sets) -> put(layer, flow, taken(flow, new HashSet<>(sets))));
    return layer;
  }

  private NameSet taken(Flow flow, Set<NameSet> arrived) {
    List<Object> question = List.of(names.takes(flow), arrived);
    NameSet known = computed.get(question);
    if (known == null) {
      known = NameSet.unionOf(arrived).intersect(names.takes(flow));
      computed.put(question, known);
      totalStates += known.states();
      if (totalStates > MAX_TOTAL_STATES) {
        throw new NameSet.TooLargeException(
            "needs more than " + MAX_TOTAL_STATES + " states in all");
      }
    }
    return known;
  }

  private void put(Map<Flow, NameSet> layer, Flow flow, NameSet taken) {
    if (!taken.isEmpty()) {
      layer.put(flow, names.image(flow, taken));
    }
  }

  /** Follows a shortest name that came back to where it began. */
  private Loop trace(List<Map<Flow, NameSet>> layers, Flow last, NameSet arrived) {
    List<Flow> way = new ArrayList<>();
    List<String> nameAt = new ArrayList<>();
    Flow flow = last;
    String name = arrived.shortest().orElseThrow();
    nameAt.add(name);
    for (int hop = layers.size() - 1; hop >= 0; hop--) {
      way.addFirst(flow);
      Map<Flow, NameSet> before = hop == 0 ? Map.of() : layers.get(hop - 1);
      Step step = stepBefore(flow, name, before);
      name = step.name();
      flow = step.flow();
      nameAt.addFirst(name);
    }
    return new Loop(name, nameAt, way);
  }

  /** The name a flow took, and the flow that had brought it; no flow at the beginning. */
  private record Step(Flow flow, String name) {}

  private Step stepBefore(Flow flow, String written, Map<Flow, NameSet> arrivals) {
    for (String taken : sources(flow, written)) {
      if (names.takes(flow).contains(taken)) {
        if (arrivals.isEmpty()) {
          return new Step(null, taken);
        }
        for (Map.Entry<Flow, NameSet> arrival : arrivals.entrySet()) {
          if (graph.onward(arrival.getKey()).contains(flow) && arrival.getValue().contains(taken)) {
            return new Step(arrival.getKey(), taken);
          }
        }
      }
    }
    throw new IllegalStateException("no way of " + flow + " to write " + written);
  }

  private static List<String> sources(Flow flow, String written) {
    Naming naming = flow.policy().naming();
    List<String> sources = new ArrayList<>();
    naming
        .renames()
        .forEach(
            (source, target) -> {
              if (target.equals(written)) {
                sources.add(source);
              }
            });
    String prefix = naming.prefix(flow.source().alias());
    if (written.startsWith(prefix)
        && !naming.renames().containsKey(written.substring(prefix.length()))) {
      sources.add(written.substring(prefix.length()));
    }
    return sources;
  }
}
