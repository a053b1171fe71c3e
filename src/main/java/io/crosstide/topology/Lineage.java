package io.crosstide.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
