package io.crosstide.topology;

import java.time.Duration;
import java.util.Objects;

/**
 * What a flow keeps in step beside records.
 *
 * @param configs of topics
 * @param acls who may read them
 * @param refresh how often both are compared
 * @param heartbeats how often the flow writes one at its source; zero: never
 */
public record SyncPolicy(
    ConfigPolicy configs, AclPolicy acls, Duration refresh, Duration heartbeats) {
  /** What holds when nothing is said. */
  public static final SyncPolicy PRESET =
      new SyncPolicy(
          ConfigPolicy.PRESET, AclPolicy.OFF, Duration.ofMinutes(1), Duration.ofSeconds(10));

  public SyncPolicy {
    Objects.requireNonNull(configs, "configs");
    Objects.requireNonNull(acls, "acls");
    Objects.requireNonNull(refresh, "refresh");
    Objects.requireNonNull(heartbeats, "heartbeats");
  }
}
