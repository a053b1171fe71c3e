package io.crosstide.reconcile;

import io.crosstide.topology.LossPolicy.OnSourceReset;
import io.crosstide.topology.TopicPlan;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a source topic goes that was created again under its old name: into a target topic of its
 * own, the old name and a number behind it. Follows from what the ledgers say alone, so that every
 * instance finds the same.
 */
public final class FreshTargets {
  /** The most target topics that one name may have had. */
  static final int MAX_NUMBER = 1_000;

  private static final Pattern NUMBER = Pattern.compile("\\.[0-9]{1,4}");

  private final ObservedCluster source;
  private final Set<String> others = new HashSet<>();
  private final BiFunction<String, String, Set<String>> recorded;

  private FreshTargets(
      FlowTopics flow, ObservedCluster source, BiFunction<String, String, Set<String>> recorded) {
    this.source = source;
    this.recorded = recorded;
    source
        .topics()
        .keySet()
        .forEach(name -> flow.plan().apply(name).ifPresent(p -> others.add(p.targetTopic())));
  }

  /**
   * The flow with its topics' targets as they are to be now.
   *
   * @param recorded for a source and a target topic the ids of the source topics that were mirrored
   *     from the one into the other
   */
  public static FlowTopics over(
      FlowTopics flow, ObservedCluster source, BiFunction<String, String, Set<String>> recorded) {
    Objects.requireNonNull(recorded, "recorded");
    FreshTargets fresh = new FreshTargets(flow, source, recorded);
    return new FlowTopics(
        flow.flow(),
        flow.forward(),
        flow.delivery(),
        topic -> flow.plan().apply(topic).flatMap(fresh::of),
        topic -> flow.refusal().apply(topic).or(() -> fresh.refusal(flow, topic)),
        flow.configs());
  }

  private Optional<String> refusal(FlowTopics flow, String topic) {
    return flow.plan().apply(topic).isPresent()
            && flow.plan().apply(topic).flatMap(this::of).isEmpty()
        ? Optional.of(
            "it was created again and there is no fresh name for its target topic: give it a"
                + " shorter one under \"rename\"")
        : Optional.empty();
  }

  /**
   * Whether a name is that of a plan's target topic, or of a former or a later one.
   *
   * @param first what the topic's name at the target is as long as it was not created again
   */
  static boolean isOneOf(TopicPlan plan, String first, String name) {
    boolean fresh = plan.losses().onSourceReset() == OnSourceReset.FRESH;
    return Stream.of(plan.targetTopic(), name)
        .allMatch(target -> target.equals(first) || (fresh && isNumbered(first, target)));
  }

  private static boolean isNumbered(String first, String name) {
    return name.startsWith(first) && NUMBER.matcher(name.substring(first.length())).matches();
  }

  private Optional<TopicPlan> of(TopicPlan plan) {
    ObservedTopic topic = source.topics().get(plan.sourceTopic());
    if (plan.losses().onSourceReset() != OnSourceReset.FRESH
        || topic == null
        || topic.topicId().isEmpty()) {
      return Optional.of(plan);
    }
    for (int number = 1; number <= MAX_NUMBER; number++) {
      String name = number == 1 ? plan.targetTopic() : plan.targetTopic() + "." + number;
      if (number > 1 && others.contains(name)) {
        continue;
      }
      if (Set.of(topic.topicId()).containsAll(recorded.apply(plan.sourceTopic(), name))) {
        return plan.into(name);
      }
    }
    return Optional.empty();
  }
}
