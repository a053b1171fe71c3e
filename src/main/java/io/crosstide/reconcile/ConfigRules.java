package io.crosstide.reconcile;

import io.crosstide.topology.ConfigOwner;
import io.crosstide.topology.ConfigPolicy;
import java.util.Objects;

/**
 * What a flow may do to the configs of its target topics.
 *
 * @param policy whose they are, key by key
 * @param merge whether other flows may write the same topics
 */
public record ConfigRules(ConfigPolicy policy, boolean merge) {
  /** What holds when nothing is said. */
  public static final ConfigRules PRESET = new ConfigRules(ConfigPolicy.PRESET, false);

  public ConfigRules {
    Objects.requireNonNull(policy, "policy");
  }

  ConfigOwner owner(String key) {
    return policy.owner(key);
  }
}
