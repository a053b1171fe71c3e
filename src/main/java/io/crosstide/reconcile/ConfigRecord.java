package io.crosstide.reconcile;

import java.util.Map;
import java.util.Objects;

/**
 * What a flow has set on a topic of its target, so that it knows later what is its own.
 *
 * @param topicId Kafka's id of the topic; what was set on another topic of this name is void
 * @param configs name to value as it was set
 */
public record ConfigRecord(String topicId, Map<String, String> configs) {
  /** Nothing was set. */
  public static final ConfigRecord NONE = new ConfigRecord("", Map.of());

  public ConfigRecord {
    Objects.requireNonNull(topicId, "topicId");
    configs = Map.copyOf(configs);
  }
}
