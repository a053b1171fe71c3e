package io.crosstide.reconcile;

import io.crosstide.topology.AclPolicy;
import io.crosstide.topology.Flow;
import java.util.Objects;
import java.util.Set;

/**
 * What the topology wants of a flow, for planning.
 *
 * @param flow as the topology has it
 * @param topics which, under which names, with which configs; with the target topics that are to be
 *     filled now
 */
public record Desired(Flow flow, FlowTopics topics) {
  public Desired {
    Objects.requireNonNull(flow, "flow");
    Objects.requireNonNull(topics, "topics");
  }

  /** Whose rights are copied. */
  public AclPolicy acls() {
    return flow.sync().acls();
  }

  /** What stands in front of names at the target, empty when they are kept. */
  public String prefix() {
    return flow.prefix();
  }

  /**
   * Whether a topic of the target is worth a look: a target topic, or one that ACLs for a prefix
   * would be about.
   *
   * @param targets see {@link FlowTopics#targets}
   */
  public boolean watches(String targetTopic, Set<String> targets) {
    boolean asPrefixed = acls().sync() && !prefix().isEmpty() && targetTopic.startsWith(prefix());
    return asPrefixed || targets.contains(targetTopic);
  }

  /**
   * Whether what flows have created at the source must be known: where neither a name tells nor the
   * kind of resource. See {@link SourceAcls}.
   */
  public boolean asksForCreators() {
    return acls().sync() && (acls().groups() || !namesTell());
  }

  /** Whether the name of every target topic says where it is from. */
  boolean namesTell() {
    return !prefix().isEmpty() && !flow.renames();
  }
}
