package io.crosstide.topology;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds flows that can write one topic of one target without saying so ({@code merge}), and renames
 * that put two topics of a source into one.
 */
final class TargetNames {
  /** Pairs of different sets compared in one topology. */
  static final int MAX_COMPARISONS = 500_000;

  /** Two flows, or one with itself, and a topic both can write. */
  record Collision(Flow first, Flow second, String topic) {}

  private final FlowNames names;
  private int comparisons;

  TargetNames(FlowNames names) {
    this.names = names;
  }

  /**
   * One collision per flow that has any.
   *
   * @throws NameSet.TooLargeException past {@link #MAX_COMPARISONS}
   */
  List<Collision> collisions(List<Flow> flows) {
    Map<String, List<Flow>> byTarget = new LinkedHashMap<>();
    for (Flow flow : flows) {
      byTarget.computeIfAbsent(flow.target().alias(), alias -> new ArrayList<>()).add(flow);
    }
    List<Collision> collisions = new ArrayList<>();
    byTarget.values().forEach(same -> addCollisions(same, collisions));
    return collisions;
  }

  /** A topic that two topics of this flow's source would become. */
  static Optional<Collision> collisionWithin(Flow flow) {
    Map<String, String> renames = flow.policy().naming().renames();
    Map<String, String> writers = new LinkedHashMap<>();
    for (Map.Entry<String, String> rename : renames.entrySet()) {
      if (!flow.takes(rename.getKey())) {
        continue;
      }
      String target = rename.getValue();
      if (writers.put(target, rename.getKey()) != null || writesUnrenamed(flow, target)) {
        return Optional.of(new Collision(flow, flow, target));
      }
    }
    return Optional.empty();
  }

  private static boolean writesUnrenamed(Flow flow, String target) {
    Naming naming = flow.policy().naming();
    String prefix = naming.prefix(flow.source().alias());
    if (!target.startsWith(prefix)) {
      return false;
    }
    String source = target.substring(prefix.length());
    return !naming.renames().containsKey(source) && flow.takes(source);
  }

  private void addCollisions(List<Flow> flows, List<Collision> collisions) {
    for (int second = 1; second < flows.size(); second++) {
      for (int first = 0; first < second; first++) {
        Optional<String> topic = sharedTopic(flows.get(first), flows.get(second));
        if (topic.isPresent()) {
          collisions.add(new Collision(flows.get(first), flows.get(second), topic.get()));
          break;
        }
      }
    }
  }

  private Optional<String> sharedTopic(Flow first, Flow second) {
    if ((first.merge() && second.merge()) || apartByPrefix(first, second)) {
      return Optional.empty();
    }
    if (++comparisons > MAX_COMPARISONS) {
      throw new NameSet.TooLargeException("needs more than " + MAX_COMPARISONS + " comparisons");
    }
    return names.writes(first).commonName(names.writes(second));
  }

  /** The common case at a hub of many spokes, decided without looking at names. */
  private static boolean apartByPrefix(Flow first, Flow second) {
    String left = first.policy().naming().prefix(first.source().alias());
    String right = second.policy().naming().prefix(second.source().alias());
    return first.policy().naming().renames().isEmpty()
        && second.policy().naming().renames().isEmpty()
        && !left.startsWith(right)
        && !right.startsWith(left);
  }
}
