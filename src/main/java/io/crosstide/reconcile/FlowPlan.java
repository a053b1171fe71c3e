package io.crosstide.reconcile;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that follows for a flow from what is desired, observed and recorded.
 *
 * @param conditions what keeps parts of it from being planned
 */
public record FlowPlan(
    ReplicationPlan topics, ConfigPlan configs, AclPlan acls, List<String> conditions) {
  public FlowPlan {
    conditions = List.copyOf(conditions);
  }

  /** The same with one more condition. */
  public FlowPlan with(String condition) {
    List<String> all = new ArrayList<>(conditions);
    all.add(condition);
    return new FlowPlan(topics, configs, acls, all);
  }

  /** In the order in which they are to be made; empty once they have been. */
  public List<Change> changes() {
    List<Change> changes = new ArrayList<>(topics.changes());
    changes.addAll(configs.changes());
    changes.addAll(acls.changes());
    return changes;
  }

  /** What stays different on purpose. */
  public List<LeftAlone> leftAlone() {
    List<LeftAlone> leftAlone = new ArrayList<>(configs.leftAlone());
    leftAlone.addAll(acls.leftAlone());
    return leftAlone;
  }

  /** What an operator should know of topics. */
  public List<Notice> notices() {
    List<Notice> notices = new ArrayList<>(topics.notices());
    notices.addAll(configs.collisions());
    return notices;
  }
}
