package io.crosstide.topology;

import io.crosstide.topology.TopologyDiff.Change;
import io.crosstide.topology.TopologyDiff.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Compares the sets of names that two flows take, for all names that there can be. */
final class NameSetComparison implements TopicComparison {
  /** More names than this are told by the first ones. */
  private static final int MAX_LISTED = 20;

  private final FlowNames names = new FlowNames();

  @Override
  public List<Change> taken(Flow flow) {
    return told(Kind.TAKES, names.takes(flow)).toList();
  }

  @Override
  public List<Change> left(Flow flow) {
    return told(Kind.LEAVES, names.takes(flow)).toList();
  }

  @Override
  public List<Change> compared(Flow before, Flow after) {
    NameSet old = names.takes(before);
    NameSet now = names.takes(after);
    List<Change> changes = new ArrayList<>();
    told(Kind.TAKES, now.minus(old)).forEach(changes::add);
    told(Kind.LEAVES, old.minus(now)).forEach(changes::add);
    addRenames(changes, before, after, old.intersect(now));
    if (!before.policy().selection().equals(after.policy().selection())) {
      unknown(before, after)
          .ifPresent(
              regex ->
                  changes.add(
                      new Change(
                          Kind.SETTINGS,
                          "include or exclude differ, and "
                              + regex
                              + " can't be compared as a set of names: give a list of topics")));
    }
    return changes;
  }

  @Override
  public List<Change> copiedAgain(Flow before, Flow after) {
    return told(Kind.SECOND_COPY, names.takes(before).intersect(names.takes(after)))
        .map(
            change ->
                new Change(
                    change.kind(), change.text() + ", which " + before.name() + " has copied"))
        .toList();
  }

  private static void addRenames(List<Change> changes, Flow before, Flow after, NameSet both) {
    Naming old = before.policy().naming();
    Naming now = after.policy().naming();
    Set<String> single = new LinkedHashSet<>(old.renames().keySet());
    single.addAll(now.renames().keySet());
    for (String topic : single) {
      String oldName = old.targetName(before.source().alias(), topic);
      String newName = now.targetName(after.source().alias(), topic);
      if (both.contains(topic) && !oldName.equals(newName)) {
        changes.add(new Change(Kind.SECOND_COPY, topic + ": " + oldName + " -> " + newName));
      }
    }
    String oldPrefix = old.prefix(before.source().alias());
    String newPrefix = now.prefix(after.source().alias());
    if (!oldPrefix.equals(newPrefix)) {
      told(Kind.SECOND_COPY, both.minus(NameSet.ofNames(single)))
          .map(
              change ->
                  new Change(
                      change.kind(),
                      change.text() + ": " + oldPrefix + "TOPIC -> " + newPrefix + "TOPIC"))
          .forEach(changes::add);
    }
  }

  /** At most one change. */
  private static Stream<Change> told(Kind kind, NameSet names) {
    return names.isEmpty() ? Stream.empty() : Stream.of(new Change(kind, told(names)));
  }

  private static String told(NameSet names) {
    List<String> words =
        AclPatterns.covering(names).stream()
            .map(
                pattern -> {
                  if (pattern.equals(NamePattern.EVERY)) {
                    return "names like " + names.shortest().orElseThrow();
                  }
                  return pattern.prefixed()
                      ? "names like " + pattern.text() + "..."
                      : pattern.text();
                })
            .toList();
    String listed = String.join(", ", words.subList(0, Math.min(MAX_LISTED, words.size())));
    return words.size() > MAX_LISTED ? listed + ", ..." : listed;
  }

  private static Optional<String> unknown(Flow before, Flow after) {
    return Stream.of(before, after)
        .map(flow -> flow.policy().selection())
        .flatMap(selection -> Stream.of(selection.include(), selection.exclude()))
        .flatMap(List::stream)
        .filter(NameSetComparison::untranslatable)
        .map(TopicMatcher::text)
        .findFirst();
  }

  private static boolean untranslatable(TopicMatcher matcher) {
    if (!(matcher instanceof TopicMatcher.Regex regex)) {
      return false;
    }
    try {
      RegexNames.of(regex.pattern().pattern());
      return false;
    } catch (RegexNames.UntranslatableException e) {
      return true;
    }
  }
}
