package io.crosstide.topology;

import io.crosstide.topology.RegexNames.UntranslatableException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What flows take and write, as sets of names: the same rules as {@link Flow#plan}, for all names
 * at once, but for heartbeats, which can't collide or go in a circle. An expression that can't be
 * translated counts as everything in an include and as nothing in an exclude, so a set is never too
 * small.
 */
final class FlowNames {
  private static final NameSet LEGAL = NameSet.ALL.minus(NameSet.ofNames(List.of(".", "..")));
  private static final NameSet NEVER =
      NameSet.unionOf(
          List.of(
              NameSet.ofNames(TopicNames.BROKER_INTERNAL),
              NameSet.ofNames(List.of(TopicNames.OWN_PREFIX)),
              NameSet.ALL.prefixed(TopicNames.OWN_PREFIX)));
  private static final NameSet DEFAULT_EXCLUDES = union(TopicNames.DEFAULT_EXCLUDES, NameSet.EMPTY);

  private final Map<Selection, NameSet> wanted = new HashMap<>();
  private final Map<Flow, NameSet> taken = new HashMap<>();
  private final Map<Flow, NameSet> written = new HashMap<>();

  /** Every name the flow takes, whoever wrote it. */
  NameSet takes(Flow flow) {
    NameSet known = taken.get(flow);
    if (known == null) {
      known = computeTakes(flow);
      taken.put(flow, known);
    }
    return known;
  }

  /** Every name the flow can write. */
  NameSet writes(Flow flow) {
    NameSet known = written.get(flow);
    if (known == null) {
      known = image(flow, takes(flow));
      written.put(flow, known);
    }
    return known;
  }

  /** The names at the target of what the flow took. */
  NameSet image(Flow flow, NameSet names) {
    Map<String, String> renames = flow.policy().naming().renames();
    String prefix = flow.policy().naming().prefix(flow.source().alias());
    List<String> renamed = renames.keySet().stream().filter(names::contains).toList();
    if (renamed.isEmpty()) {
      return names.prefixed(prefix);
    }
    NameSet others = names.minus(NameSet.ofNames(renames.keySet())).prefixed(prefix);
    return NameSet.unionOf(
        List.of(others, NameSet.ofNames(renamed.stream().map(renames::get).toList())));
  }

  private NameSet computeTakes(Flow flow) {
    String source = flow.source().alias();
    NameSet names = wanted.computeIfAbsent(flow.policy().selection(), FlowNames::wants);
    if (!flow.forward()) {
      names = names.minus(mirrored(flow.lineage(), source));
    }
    return names.minus(passed(flow.lineage(), source, flow.target().alias()));
  }

  private static NameSet wants(Selection selection) {
    NameSet excluded = union(selection.exclude(), NameSet.EMPTY);
    List<String> namedInFull = new ArrayList<>();
    for (TopicMatcher matcher : selection.include()) {
      if (matcher instanceof TopicMatcher.Exact exact) {
        namedInFull.add(exact.text());
      }
    }
    return LEGAL
        .intersect(union(selection.include(), NameSet.ALL))
        .minus(excluded)
        .minus(DEFAULT_EXCLUDES.minus(NameSet.ofNames(namedInFull)))
        .minus(NEVER);
  }

  private static NameSet union(List<TopicMatcher> matchers, NameSet whenUntranslatable) {
    Set<String> names = new LinkedHashSet<>();
    List<NameSet> sets = new ArrayList<>();
    for (TopicMatcher matcher : matchers) {
      switch (matcher) {
        case TopicMatcher.Exact exact -> names.add(exact.text());
        case TopicMatcher.Regex regex -> sets.add(translated(regex, whenUntranslatable));
      }
    }
    sets.add(NameSet.ofNames(names));
    return NameSet.unionOf(sets);
  }

  private static NameSet translated(TopicMatcher.Regex regex, NameSet whenUntranslatable) {
    try {
      return RegexNames.of(regex.pattern().pattern());
    } catch (UntranslatableException e) {
      return whenUntranslatable;
    }
  }

  private static NameSet mirrored(Lineage lineage, String cluster) {
    Nfa nfa = new Nfa();
    for (Lineage.Hop hop : lineage.hopsInto(cluster)) {
      nfa.addAnything(nfa.addText(nfa.begin(), hop.prefix()));
    }
    return nfa.toNameSet();
  }

  /**
   * The names that say of themselves that they have been at the waypoint: a walk backwards over
   * prefix flows, one state per cluster, that ends when it comes out of the waypoint.
   */
  private static NameSet passed(Lineage lineage, String cluster, String waypoint) {
    Nfa nfa = new Nfa();
    Map<String, Integer> states = new HashMap<>();
    ArrayDeque<String> open = new ArrayDeque<>();
    states.put(cluster, nfa.begin());
    open.add(cluster);
    while (!open.isEmpty()) {
      String at = open.remove();
      for (Lineage.Hop hop : lineage.hopsInto(at)) {
        int read = nfa.addText(states.get(at), hop.prefix());
        if (hop.source().equals(waypoint)) {
          nfa.addAnything(read);
          continue;
        }
        if (!states.containsKey(hop.source())) {
          states.put(hop.source(), nfa.newState());
          open.add(hop.source());
        }
        nfa.addSilent(read, states.get(hop.source()));
      }
    }
    return nfa.toNameSet();
  }
}
