package io.crosstide.flow;

import io.crosstide.kafka.ClusterException;
import io.crosstide.reconcile.FlowPlan;
import io.crosstide.reconcile.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What became of a plan whose changes were made once. Whatever goes wrong on the way, what was done
 * before is told.
 *
 * @param applied each change, in order
 * @param troubles what else went wrong, beside what the plan says itself
 */
record PlanApplication(List<FlowSync.Applied> applied, List<String> troubles) {
  PlanApplication {
    applied = List.copyOf(applied);
    troubles = List.copyOf(troubles);
  }

  /**
   * How it is done.
   *
   * @param topics makes changes of topics
   * @param again plans once more, now that these topics were created or have grown: only now have
   *     they an id, under which what was set on them is put on record
   * @param rest stores what is the flow's and makes the other changes, or throws before the first
   */
  record Steps(
      Function<FlowPlan, List<FlowSync.Applied>> topics,
      Function<Set<String>, FlowPlan> again,
      Function<FlowPlan, List<FlowSync.Applied>> rest) {}

  static PlanApplication of(FlowPlan plan, Steps steps) {
    List<FlowSync.Applied> applied = new ArrayList<>(steps.topics().apply(plan));
    Set<String> made =
        applied.stream()
            .filter(FlowSync.Applied::done)
            .map(each -> each.change().subject())
            .collect(Collectors.toSet());
    FlowPlan left = plan;
    try {
      if (!made.isEmpty()) {
        left = steps.again().apply(made);
      }
      applied.addAll(steps.rest().apply(left));
    } catch (ClusterException e) {
      String why = e.failure().toString();
      Stream.concat(left.configs().changes().stream(), left.acls().changes().stream())
          .map(each -> new FlowSync.Applied(each, new Outcome.Postponed(each.subject(), why)))
          .forEach(applied::add);
      left = left.with("what the flow sets can't be put on record: " + why);
    }
    List<String> troubles = new ArrayList<>(left.conditions());
    troubles.removeAll(plan.conditions());
    return new PlanApplication(applied, troubles);
  }
}
