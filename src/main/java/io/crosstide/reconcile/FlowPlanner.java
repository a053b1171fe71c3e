package io.crosstide.reconcile;

import java.util.ArrayList;
import java.util.List;

/**
 * Plans topics, configs and ACLs of a flow: the same for the command line and for a running flow.
 */
public final class FlowPlanner {
  private static final String STAYS =
      "the flow created it, and nothing revokes it while ACLs are not synced; to be rid of it, sync"
          + " them with \"exclude: [/.*/]\" once more";

  private FlowPlanner() {}

  public static FlowPlan plan(Desired desired, Observed observed, Recorded recorded) {
    FlowTopics topics = desired.topics();
    List<String> conditions = new ArrayList<>();
    return new FlowPlan(
        TopicPlanner.plan(topics, observed.source(), observed.target()),
        ConfigPlanner.plan(topics, observed.source(), observed.target(), recorded.configs()),
        acls(desired, observed, recorded, conditions),
        conditions);
  }

  /** Nothing is revoked because it can't be seen. */
  private static AclPlan acls(
      Desired desired, Observed observed, Recorded recorded, List<String> conditions) {
    if (!desired.acls().sync()) {
      return LeftAlone.several(recorded.acls(), STAYS)
          .map(AclPlan.NONE::leaving)
          .orElse(AclPlan.NONE);
    }
    List<String> reasons = new ArrayList<>();
    for (ObservedAcls side : List.of(observed.sourceAcls(), observed.targetAcls())) {
      if (side instanceof ObservedAcls.Unavailable unavailable) {
        reasons.add(unavailable.reason());
      }
    }
    if (observed.sourceAcls() instanceof ObservedAcls.Known source
        && observed.targetAcls() instanceof ObservedAcls.Known target) {
      AclScope scope = AclScope.of(desired, observed.source(), observed.target());
      SourceAcls acls = SourceAcls.of(scope, source.acls(), recorded.creatorsAtSource());
      AclPlan plan = AclPlanner.plan(scope, acls.copied(), target.acls(), recorded.acls());
      return acls.passedOver().map(plan::leaving).orElse(plan);
    }
    conditions.add("ACLs are not synced: " + String.join("; ", reasons));
    return AclPlan.NONE;
  }
}
