package io.crosstide.reconcile;

import java.util.Objects;

/**
 * Both clusters of a flow as they were a moment ago.
 *
 * @param source at least the topics that the flow concerns
 * @param target at least what {@link Desired#watches} says
 * @param sourceAcls of topics and groups, all
 * @param targetAcls the same
 */
public record Observed(
    ObservedCluster source,
    ObservedCluster target,
    ObservedAcls sourceAcls,
    ObservedAcls targetAcls) {
  public Observed {
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(sourceAcls, "sourceAcls");
    Objects.requireNonNull(targetAcls, "targetAcls");
  }
}
