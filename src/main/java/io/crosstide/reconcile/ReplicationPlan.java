package io.crosstide.reconcile;

import java.util.List;

/**
 * What follows from a flow and its two clusters as observed, in order of topic names.
 *
 * @param changes what to do at the target; empty once it has been done
 * @param lanes what can run now; partitions that {@code changes} makes are in the next plan
 * @param notices what is left out or not as the source has it
 */
public record ReplicationPlan(
    List<TopicChange> changes, List<WantedLane> lanes, List<Notice> notices) {
  public ReplicationPlan {
    changes = List.copyOf(changes);
    lanes = List.copyOf(lanes);
    notices = List.copyOf(notices);
  }
}
