package io.crosstide.flow;

import io.crosstide.kafka.ClusterException;
import io.crosstide.reconcile.FlowPlan;
import io.crosstide.reconcile.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What became of a plan whose changes were made once. Whatever goes wrong on the way, what was done
 * before is told.
 *
 * @param applied each change of the plan, in order
 * @param trouble why what the flow did is not on record; mostly empty
 */
record PlanApplication(List<FlowSync.Applied> applied, Optional<String> trouble) {
  PlanApplication {
    applied = List.copyOf(applied);
  }

  static PlanApplication of(FlowPlan plan, FlowSync sync) {
    return of(plan, sync::applyTopics, sync::applyConfigsAndAcls);
  }

  /**
   * @param topics makes changes of topics
   * @param rest stores what is the flow's and makes the other changes, or throws before the first
   */
  static PlanApplication of(
      FlowPlan plan,
      Function<FlowPlan, List<FlowSync.Applied>> topics,
      Function<FlowPlan, List<FlowSync.Applied>> rest) {
    List<FlowSync.Applied> applied = new ArrayList<>(topics.apply(plan));
    try {
      applied.addAll(rest.apply(plan));
      return new PlanApplication(applied, Optional.empty());
    } catch (ClusterException e) {
      String why = e.failure().toString();
      Stream.concat(plan.configs().changes().stream(), plan.acls().changes().stream())
          .map(each -> new FlowSync.Applied(each, new Outcome.Postponed(each.subject(), why)))
          .forEach(applied::add);
      return new PlanApplication(
          applied, Optional.of("what the flow sets can't be put on record: " + why));
    }
  }
}
