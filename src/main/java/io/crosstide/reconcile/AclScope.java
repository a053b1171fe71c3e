package io.crosstide.reconcile;

import io.crosstide.topology.AclPolicy;
import io.crosstide.topology.NamePattern;
import io.crosstide.topology.TopicPlan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where a flow's topics are at its target, as far as ACLs go.
 *
 * @param desired the flow
 * @param topics those of the source that the flow takes now, with their names at the target
 * @param foreign topics of the target that bear the prefix and are not the flow's
 * @param takes what covers all topics that the flow may ever take
 */
public record AclScope(
    Desired desired, Map<String, String> topics, Set<String> foreign, List<NamePattern> takes) {
  public AclScope {
    Objects.requireNonNull(desired, "desired");
    topics = Map.copyOf(topics);
    foreign = Set.copyOf(foreign);
    takes = List.copyOf(takes);
  }

  /** As it follows from a flow and its clusters as they are. */
  public static AclScope of(Desired desired, ObservedCluster source, ObservedCluster target) {
    Map<String, String> topics = new HashMap<>();
    source
        .topics()
        .keySet()
        .forEach(
            name ->
                desired
                    .topics()
                    .plan()
                    .apply(name)
                    .ifPresent(wanted -> topics.put(name, wanted.targetTopic())));
    Set<String> foreign = new TreeSet<>(target.topics().keySet());
    foreign.removeAll(topics.values());
    foreign.removeIf(
        name ->
            !name.startsWith(desired.prefix())
                || (ofThisFlow(desired, name)
                    && TopicConfigs.createdByMirror(target.topics().get(name), target)));
    return new AclScope(desired, topics, foreign, desired.flow().sourcePatterns());
  }

  /**
   * Whether the flow would write a topic of this name if its source had one for it. Mirrors of
   * topics that are gone at the source are nobody else's.
   */
  private static boolean ofThisFlow(Desired desired, String targetTopic) {
    String name = targetTopic.substring(desired.prefix().length());
    return Stream.of(name, name.replaceFirst("\\.[0-9]+$", ""))
        .anyMatch(
            topic ->
                desired
                    .topics()
                    .plan()
                    .apply(topic)
                    .filter(
                        plan -> FreshTargets.isOneOf(plan, desired.prefix() + topic, targetTopic))
                    .isPresent());
  }

  /** Whose ACLs are synced. */
  AclPolicy policy() {
    return desired.acls();
  }

  /** Whether an ACL of the source is about what the flow syncs. */
  boolean concerns(Acl acl) {
    return switch (acl.resource()) {
      case TOPIC -> !onTargetTopics(acl, Set.of()).isEmpty();
      case GROUP -> policy().groups();
    };
  }

  /**
   * The ACL of a source topic, with its principal and operation as they are to be, on the names
   * that its topics have at the target. A pattern stays one where nothing but this flow's topics
   * can bear such names; else it becomes one ACL for each topic that there is.
   *
   * @param recorded what the flow has created before: a topic that can't be seen for a moment must
   *     not take rights away
   */
  List<Acl> onTargetTopics(Acl acl, Set<Acl> recorded) {
    if (acl.pattern() == Acl.Pattern.LITERAL && !acl.everyName()) {
      return plan(acl.name()).stream()
          .map(wanted -> acl.on(Acl.Pattern.LITERAL, wanted.targetTopic()))
          .toList();
    }
    String beginning = acl.everyName() ? "" : acl.name();
    List<Acl> translated = new ArrayList<>();
    String prefix = desired.prefix();
    boolean asPattern = !prefix.isEmpty() && apart(beginning);
    if (asPattern) {
      Acl pattern = acl.on(Acl.Pattern.PREFIXED, prefix + beginning);
      if (hasTopics(acl, beginning) || recorded.contains(pattern)) {
        translated.add(pattern);
      }
    }
    for (String name : names(acl, beginning, recorded)) {
      if (!(asPattern && name.startsWith(prefix + beginning))) {
        translated.add(acl.on(Acl.Pattern.LITERAL, name));
      }
    }
    return translated;
  }

  /**
   * Whoever creates a target topic does not wait for ACLs, and one that allows may be there: so
   * what denies must be before there is a topic.
   */
  private boolean hasTopics(Acl acl, String beginning) {
    return topics.keySet().stream().anyMatch(topic -> topic.startsWith(beginning))
        || (acl.permission() == Acl.Permission.DENY
            && takes.stream().anyMatch(pattern -> pattern.mayBegin(beginning)));
  }

  /** Whether names at the target that begin so are those of source topics that begin so. */
  private boolean apart(String beginning) {
    String prefix = desired.prefix();
    return foreign.stream().noneMatch(name -> name.startsWith(prefix + beginning))
        && desired.flow().otherPrefixes().stream()
            .noneMatch(other -> overlap(other, prefix + beginning))
        && topics.entrySet().stream()
            .filter(topic -> !topic.getKey().startsWith(beginning))
            .noneMatch(topic -> topic.getValue().startsWith(prefix + beginning));
  }

  /** A flow from another cluster may write such names tomorrow, and before this one looks. */
  private static boolean overlap(String one, String other) {
    return one.startsWith(other) || other.startsWith(one);
  }

  /** Names at the target of the topics that begin so at the source. */
  private Set<String> names(Acl acl, String beginning, Set<Acl> recorded) {
    Set<String> names = new TreeSet<>();
    topics.forEach(
        (source, target) -> {
          if (source.startsWith(beginning)) {
            names.add(target);
          }
        });
    recorded.stream()
        .filter(before -> before.name().startsWith(beginning))
        .filter(before -> before.equals(acl.on(Acl.Pattern.LITERAL, before.name())))
        .map(Acl::name)
        .filter(this::keepsItsName)
        .forEach(names::add);
    return names;
  }

  private boolean keepsItsName(String topic) {
    return plan(topic).map(TopicPlan::targetTopic).filter(topic::equals).isPresent();
  }

  private Optional<TopicPlan> plan(String sourceTopic) {
    return desired.topics().plan().apply(sourceTopic);
  }
}
