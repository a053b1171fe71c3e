package io.crosstide.reconcile;

import io.crosstide.topology.Flow;
import io.crosstide.topology.Guarantee;
import io.crosstide.topology.TopicPlan;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What planning asks of a flow.
 *
 * @param flow its name
 * @param forward whether it passes on what was mirrored into its source
 * @param delivery what it promises
 * @param plan see {@link Flow#plan}
 * @param refusal see {@link Flow#refusal}
 */
public record FlowTopics(
    String flow,
    boolean forward,
    Guarantee delivery,
    Function<String, Optional<TopicPlan>> plan,
    Function<String, Optional<String>> refusal) {
  public FlowTopics {
    Objects.requireNonNull(flow, "flow");
    Objects.requireNonNull(delivery, "delivery");
    Objects.requireNonNull(plan, "plan");
    Objects.requireNonNull(refusal, "refusal");
  }

  public static FlowTopics of(Flow flow) {
    return new FlowTopics(flow.name(), flow.forward(), flow.delivery(), flow::plan, flow::refusal);
  }

  /** Whether a topic of the source is worth a look. */
  public boolean concerns(String sourceTopic) {
    return plan.apply(sourceTopic).isPresent() || refusal.apply(sourceTopic).isPresent();
  }
}
