package io.crosstide.reconcile;

import java.util.Map;
import java.util.Set;

/**
 * What is known of flows' doings beside what topics and ACLs tell themselves.
 *
 * @param configs what it has set, by target topic
 * @param acls what it has created
 * @param creatorsAtSource which flows have created ACLs at the source; needed when {@link
 *     Desired#asksForCreators}
 */
public record Recorded(
    Map<String, ConfigRecord> configs, Set<Acl> acls, Map<Acl, Set<String>> creatorsAtSource) {
  public Recorded {
    configs = Map.copyOf(configs);
    acls = Set.copyOf(acls);
    creatorsAtSource = Map.copyOf(creatorsAtSource);
  }
}
