package io.crosstide.topology;

import io.crosstide.topology.TopologyDiff.Change;
import java.util.List;

/** How the topics of two flows are compared. */
interface TopicComparison {
  /** What a flow takes that was not there. */
  List<Change> taken(Flow flow);

  /** What a flow leaves that is no longer there. */
  List<Change> left(Flow flow);

  /** What a flow takes, leaves and names otherwise. */
  List<Change> compared(Flow before, Flow after);

  /** What both take although they are two flows. */
  List<Change> copiedAgain(Flow before, Flow after);
}
