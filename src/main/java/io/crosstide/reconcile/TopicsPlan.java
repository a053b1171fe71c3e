package io.crosstide.reconcile;

import io.crosstide.topology.TopicPlan;
import java.util.List;
import java.util.Map;

/**
 * What a flow wants of its topics now.
 *
 * @param changes to be made at the target
 * @param mirrored topics that can be mirrored now, since their targets exist
 * @param refused source topics that can't be mirrored, with the reason in words
 */
public record TopicsPlan(
    List<TopicChange> changes, List<Mirrored> mirrored, Map<String, String> refused) {
  /** A source topic and the target topic it is copied into. */
  public record Mirrored(TopicPlan plan, ObservedTopic source, ObservedTopic target) {
    /** Partitions that exist on both sides. */
    public int partitions() {
      return Math.min(source.partitions(), target.partitions());
    }
  }

  public TopicsPlan {
    changes = List.copyOf(changes);
    mirrored = List.copyOf(mirrored);
    refused = Map.copyOf(refused);
  }
}
