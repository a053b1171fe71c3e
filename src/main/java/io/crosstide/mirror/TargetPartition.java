package io.crosstide.mirror;

import java.util.Objects;

/** A partition of a topic on the target cluster. */
public record TargetPartition(String topic, int partition) {
  public TargetPartition {
    Objects.requireNonNull(topic, "topic");
  }

  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
