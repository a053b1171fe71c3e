package io.crosstide.topology;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Which of the source's ACLs a flow gives its target. Immutable. */
public final class AclPolicy {
  /** What holds when nothing is said. */
  public static final AclPolicy OFF = new AclPolicy(false, false, List.of(), List.of(), Map.of());

  private final boolean sync;
  private final boolean groups;
  private final List<TopicMatcher> include;
  private final List<TopicMatcher> exclude;
  private final Map<String, String> renames;

  AclPolicy(
      boolean sync,
      boolean groups,
      List<TopicMatcher> include,
      List<TopicMatcher> exclude,
      Map<String, String> renames) {
    this.sync = sync;
    this.groups = groups;
    this.include = List.copyOf(include);
    this.exclude = List.copyOf(exclude);
    this.renames = Map.copyOf(renames);
  }

  /** Whether ACLs are synced at all. */
  public boolean sync() {
    return sync;
  }

  /** Whether those of consumer groups are, too. */
  public boolean groups() {
    return groups;
  }

  /** Who this principal of the source is at the target; empty when its ACLs are not copied. */
  public Optional<String> principal(String atSource) {
    boolean wanted =
        (include.isEmpty() || anyMatches(include, atSource)) && !anyMatches(exclude, atSource);
    return wanted ? Optional.of(renames.getOrDefault(atSource, atSource)) : Optional.empty();
  }

  private static boolean anyMatches(List<TopicMatcher> matchers, String principal) {
    return matchers.stream().anyMatch(matcher -> matcher.matches(principal));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AclPolicy policy
        && sync == policy.sync
        && groups == policy.groups
        && include.equals(policy.include)
        && exclude.equals(policy.exclude)
        && renames.equals(policy.renames);
  }

  @Override
  public int hashCode() {
    return Objects.hash(sync, groups, include, exclude, renames);
  }

  @Override
  public String toString() {
    return "sync %s, groups %s, include %s, exclude %s, renames %s"
        .formatted(sync, groups, texts(include), texts(exclude), renames);
  }

  private static List<String> texts(List<TopicMatcher> matchers) {
    return matchers.stream().map(TopicMatcher::text).toList();
  }
}
