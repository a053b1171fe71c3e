package io.crosstide.topology;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * What a topic's name says of where it has been, over several hops: {@code lon.nyc.orders} at par
 * has passed nyc and lon when prefix flows {@code nyc->lon} and {@code lon->par} exist. A name that
 * can be read in two ways counts as both, so that nothing goes in a circle.
 */
final class Lineage {
  /** A prefix that a flow from {@code source} writes. */
  record Hop(String prefix, String source) {}

  private final Map<String, List<Hop>> hopsInto = new HashMap<>();

  /** A flow as far as names go. */
  record PrefixFlow(String source, String target, String prefix) {}

  Lineage(Collection<PrefixFlow> flows) {
    for (PrefixFlow flow : flows) {
      hopsInto
          .computeIfAbsent(flow.target(), target -> new ArrayList<>())
          .add(new Hop(flow.prefix(), flow.source()));
    }
  }

  /** The prefixes that flows write at this cluster. */
  List<Hop> hopsInto(String cluster) {
    return hopsInto.getOrDefault(cluster, List.of());
  }

  /** Whether a prefix flow could have written this name at this cluster. */
  boolean mirrored(String cluster, String topic) {
    return hopsInto(cluster).stream().anyMatch(hop -> follows(hop, topic));
  }

  /** Whether the name, found at this cluster, says that it has been at {@code waypoint}. */
  boolean passed(String cluster, String topic, String waypoint) {
    for (Hop hop : hopsInto(cluster)) {
      if (follows(hop, topic)
          && (hop.source().equals(waypoint)
              || passed(hop.source(), topic.substring(hop.prefix().length()), waypoint))) {
        return true;
      }
    }
    return false;
  }

  /**
   * The names that a topic of other clusters may have at this one, over clusters that are all
   * different and none of which is {@code waypoint}; the shortest ways first, at most so many.
   */
  List<String> namesAt(String cluster, String topic, String waypoint, int most) {
    List<String> names = new ArrayList<>();
    Queue<Way> open = new ArrayDeque<>();
    open.add(new Way(cluster, "", Set.of(cluster, waypoint)));
    while (!open.isEmpty() && names.size() < most) {
      Way way = open.remove();
      for (Hop hop : hopsInto(way.at())) {
        if (!way.been().contains(hop.source()) && names.size() < most) {
          Way longer = way.over(hop);
          names.add(longer.prefix() + topic);
          open.add(longer);
        }
      }
    }
    return names;
  }

  /** Backwards from where a topic is found to where it may have been before. */
  private record Way(String at, String prefix, Set<String> been) {
    Way over(Hop hop) {
      Set<String> all = new HashSet<>(been);
      all.add(hop.source());
      return new Way(hop.source(), prefix + hop.prefix(), all);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Lineage lineage && hopsInto.equals(lineage.hopsInto);
  }

  @Override
  public int hashCode() {
    return hopsInto.hashCode();
  }

  private static boolean follows(Hop hop, String topic) {
    return topic.length() > hop.prefix().length() && topic.startsWith(hop.prefix());
  }
}
