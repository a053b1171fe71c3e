package io.crosstide.reconcile;

import java.util.Map;
import java.util.Set;

/**
 * What a flow knows to be its own at the target, beside what the topics tell themselves.
 *
 * @param configs what it has set, by target topic
 * @param acls what it has created
 */
public record Recorded(Map<String, ConfigRecord> configs, Set<Acl> acls) {
  public Recorded {
    configs = Map.copyOf(configs);
    acls = Set.copyOf(acls);
  }
}
