package io.crosstide.reconcile;

import io.crosstide.topology.AclPolicy;
import io.crosstide.topology.Flow;
import java.util.Objects;
import java.util.Set;

/**
 * What the topology wants of a flow, for planning.
 *
 * @param topics which, under which names, with which configs
 * @param acls whose rights are copied
 * @param prefix what stands in front of names at the target, empty when they are kept
 */
public record Desired(FlowTopics topics, AclPolicy acls, String prefix) {
  public Desired {
    Objects.requireNonNull(topics, "topics");
    Objects.requireNonNull(acls, "acls");
    Objects.requireNonNull(prefix, "prefix");
  }

  /**
   * Whether a topic of the target is worth a look: a target topic, or one that ACLs for a prefix
   * would be about.
   *
   * @param targets see {@link FlowTopics#targets}
   */
  public boolean watches(String targetTopic, Set<String> targets) {
    boolean asPrefixed = acls.sync() && !prefix.isEmpty() && targetTopic.startsWith(prefix);
    return asPrefixed || targets.contains(targetTopic);
  }

  /**
   * @param topics of the flow, with the target topics that are to be filled now
   */
  public static Desired of(Flow flow, FlowTopics topics) {
    return new Desired(topics, flow.sync().acls(), flow.prefix());
  }
}
