package io.crosstide.topology;

import io.crosstide.topology.Parsed.Fields;
import io.crosstide.topology.ScalarTypes.FlowName;
import io.crosstide.topology.TopologyShape.Direction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Expands patterns to flows and lays single flows over them. Layers of settings, the nearest first:
 * the flow's own entry, entries with {@code *} in the file's order, the pattern, the defaults.
 */
final class FlowDrafts {
  /** A full mesh of 100 clusters. */
  static final int MAX_FLOWS = 10_000;

  private final Problems problems;
  private final Collection<String> aliases;
  private final Map<String, FlowDraft> drafts = new LinkedHashMap<>();

  FlowDrafts(Problems problems, Collection<String> aliases) {
    this.problems = problems;
    this.aliases = aliases;
  }

  /** An entry of {@code flows}. */
  private record Entry(FlowName flow, Fields settings, Place place) {}

  List<FlowDraft> expand(Fields root) {
    for (Parsed pattern : root.list(TopologyShape.PATTERNS)) {
      expandPattern((Fields) pattern);
    }
    List<Entry> entries = entries(root);
    entries.stream().filter(entry -> !entry.flow().wildcard()).forEach(this::addSingle);
    List<Entry> wildcards = entries.stream().filter(entry -> entry.flow().wildcard()).toList();
    wildcards.forEach(this::checkWildcard);
    Optional<Fields> defaults = root.map(TopologyShape.DEFAULTS);
    return drafts.values().stream().map(draft -> layered(draft, wildcards, defaults)).toList();
  }

  private void expandPattern(Fields pattern) {
    pattern.map(TopologyShape.HUB_AND_SPOKE).ifPresent(this::expandHub);
    pattern.map(TopologyShape.ACTIVE_ACTIVE).ifPresent(this::expandMesh);
    pattern.map(TopologyShape.ACTIVE_STANDBY).ifPresent(this::expandStandby);
  }

  private void expandHub(Fields pattern) {
    Optional<String> hub = alias(pattern, TopologyShape.HUB);
    Optional<Direction> direction = pattern.value(TopologyShape.DIRECTION, Direction.class);
    List<String> spokes = aliases(pattern, TopologyShape.SPOKES);
    if (hub.isEmpty() || direction.isEmpty()) {
      return;
    }
    for (String spoke : spokes) {
      if (direction.get() != Direction.FAN_OUT) {
        addOfPattern(spoke, hub.get(), pattern);
      }
      if (direction.get() != Direction.FAN_IN) {
        addOfPattern(hub.get(), spoke, pattern);
      }
    }
  }

  private void expandMesh(Fields pattern) {
    List<String> clusters = aliases(pattern, TopologyShape.MESH);
    if (clusters.size() == 1) {
      problems.error(pattern.keyPlace("clusters"), "active-active needs two clusters or more", "");
    }
    if (clusters.size() * (clusters.size() - 1) > MAX_FLOWS) {
      problems.error(pattern.place(), "makes more than " + MAX_FLOWS + " flows", "");
      return;
    }
    for (String source : clusters) {
      for (String target : clusters) {
        if (!source.equals(target)) {
          addOfPattern(source, target, pattern);
        }
      }
    }
  }

  private void expandStandby(Fields pattern) {
    Optional<String> active = alias(pattern, TopologyShape.ACTIVE);
    Optional<String> standby = alias(pattern, TopologyShape.STANDBY);
    if (active.isPresent() && standby.isPresent()) {
      addOfPattern(active.get(), standby.get(), pattern);
    }
  }

  private Optional<String> alias(Fields pattern, Shape.Key key) {
    return pattern.get(key).flatMap(this::known);
  }

  /** The known aliases of a list, each once. */
  private List<String> aliases(Fields pattern, Shape.Key key) {
    Set<String> seen = new HashSet<>();
    List<String> known = new ArrayList<>();
    for (Parsed item : pattern.list(key)) {
      String alias = Parsed.valueOf(item, String.class);
      if (!seen.add(alias)) {
        problems.error(
            item.place(), "\"" + alias + "\" stands here twice", "remove one of the two");
      } else {
        known(item).ifPresent(known::add);
      }
    }
    return known;
  }

  private Optional<String> known(Parsed item) {
    String alias = Parsed.valueOf(item, String.class);
    return known(alias, item.place()) ? Optional.of(alias) : Optional.empty();
  }

  private boolean known(String alias, Place place) {
    if (aliases.contains(alias)) {
      return true;
    }
    problems.error(place, "unknown cluster \"" + alias + "\"", DidYouMean.mend(alias, aliases));
    return false;
  }

  private void addOfPattern(String source, String target, Fields pattern) {
    if (!distinct(source, target, pattern.place()) || !roomFor(pattern.place())) {
      return;
    }
    FlowDraft draft = new FlowDraft(source, target, pattern.place(), List.of(pattern));
    FlowDraft before = drafts.putIfAbsent(draft.name(), draft);
    if (before != null) {
      problems.error(
          pattern.place(),
          "makes the flow " + draft.name() + ", which " + before.place().path() + " makes too",
          "say it in one of the two patterns");
    }
  }

  private boolean distinct(String source, String target, Place place) {
    if (source.equals(target)) {
      problems.error(place, "\"" + source + "\" would mirror to itself", "");
      return false;
    }
    return true;
  }

  private boolean roomFor(Place place) {
    if (drafts.size() < MAX_FLOWS) {
      return true;
    }
    problems.error(place, "makes more than " + MAX_FLOWS + " flows", "");
    return false;
  }

  private static List<Entry> entries(Fields root) {
    List<Entry> entries = new ArrayList<>();
    root.map(TopologyShape.FLOWS)
        .ifPresent(
            flows ->
                flows
                    .fields()
                    .forEach(
                        (name, settings) ->
                            entries.add(
                                new Entry(
                                    ScalarTypes.FLOW.read(name),
                                    (Fields) settings,
                                    flows.keyPlace(name)))));
    return entries;
  }

  /** A flow of its own, or the nearest layer of one that a pattern made. */
  private void addSingle(Entry entry) {
    String source = entry.flow().source();
    String target = entry.flow().target();
    boolean clustersKnown = known(source, entry.place()) & known(target, entry.place());
    if (!clustersKnown || !distinct(source, target, entry.place()) || !roomFor(entry.place())) {
      return;
    }
    List<Fields> layers = new ArrayList<>(List.of(entry.settings()));
    FlowDraft ofPattern = drafts.get(Flow.name(source, target));
    if (ofPattern != null) {
      layers.addAll(ofPattern.layers());
    }
    FlowDraft draft = new FlowDraft(source, target, entry.place(), layers);
    drafts.put(draft.name(), draft);
  }

  private void checkWildcard(Entry entry) {
    FlowName flow = entry.flow();
    if (flow.source().equals(FlowName.ANY) && flow.target().equals(FlowName.ANY)) {
      problems.error(entry.place(), "is for every flow", "say it under \"defaults\"");
      return;
    }
    String alias = flow.source().equals(FlowName.ANY) ? flow.target() : flow.source();
    if (known(alias, entry.place())
        && drafts.values().stream().noneMatch(draft -> covers(entry, draft))) {
      problems.error(
          entry.place(),
          "matches no flow",
          "flows here: " + String.join(", ", drafts.keySet().stream().limit(10).toList()));
    }
  }

  private static boolean covers(Entry entry, FlowDraft draft) {
    return entry.flow().covers(draft.source(), draft.target());
  }

  private static FlowDraft layered(
      FlowDraft draft, List<Entry> wildcards, Optional<Fields> defaults) {
    List<Fields> layers = new ArrayList<>(draft.layers());
    boolean hasOwnEntry = !layers.getFirst().place().path().startsWith("patterns");
    List<Fields> covering =
        wildcards.stream().filter(entry -> covers(entry, draft)).map(Entry::settings).toList();
    layers.addAll(hasOwnEntry ? 1 : 0, covering);
    defaults.ifPresent(layers::add);
    return new FlowDraft(draft.source(), draft.target(), draft.place(), layers);
  }
}
