package io.crosstide.reconcile;

import io.crosstide.topology.Flow;
import io.crosstide.topology.Guarantee;
import io.crosstide.topology.TopicPlan;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What planning asks of a flow.
 *
 * @param flow its name
 * @param forward whether it passes on what was mirrored into its source
 * @param delivery what it promises
 * @param plan see {@link Flow#plan}
 * @param refusal see {@link Flow#refusal}
 * @param configs what may be done to configs of target topics
 */
public record FlowTopics(
    String flow,
    boolean forward,
    Guarantee delivery,
    Function<String, Optional<TopicPlan>> plan,
    Function<String, Optional<String>> refusal,
    ConfigRules configs) {
  public FlowTopics {
    Objects.requireNonNull(flow, "flow");
    Objects.requireNonNull(delivery, "delivery");
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(refusal, "refusal");
    Objects.requireNonNull(configs, "configs");
  }

  /** With the preset rules for configs. */
  public FlowTopics(
      String flow,
      boolean forward,
      Guarantee delivery,
      Function<String, Optional<TopicPlan>> plan,
      Function<String, Optional<String>> refusal) {
    this(flow, forward, delivery, plan, refusal, ConfigRules.PRESET);
  }

  public static FlowTopics of(Flow flow) {
    return new FlowTopics(
        flow.name(),
        flow.forward(),
        flow.delivery(),
        flow::plan,
        flow::refusal,
        new ConfigRules(flow.sync().configs(), flow.merge()));
  }

  /** The target topics of all that the source has. */
  public Set<String> targets(ObservedCluster source) {
    return source.topics().keySet().stream()
        .flatMap(name -> plan.apply(name).stream())
        .map(TopicPlan::targetTopic)
        .collect(Collectors.toSet());
  }

  /** Whether a topic of the source is worth a look. */
  public boolean concerns(String sourceTopic) {
    return plan.apply(sourceTopic).isPresent() || refusal.apply(sourceTopic).isPresent();
  }
}
