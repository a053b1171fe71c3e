package io.crosstide.lab;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A topic that {@link Traffic} writes.
 *
 * @param name name
 * @param partitions at least 1
 * @param compacted {@code cleanup.policy=compact}; its records all have keys
 */
public record TrafficTopic(String name, int partitions, boolean compacted) {
  public TrafficTopic {
    if (partitions < 1) {
      throw new IllegalArgumentException(name + " has " + partitions + " partitions");
    }
  }

  /** What to create, with one replica. */
  public NewTopic toCreate() {
    return new NewTopic(name, partitions, (short) 1)
        .configs(compacted ? Map.of("cleanup.policy", "compact") : Map.of());
  }
}
