package io.crosstide.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What follows from comparing ACLs, in order of their text.
 *
 * @param changes what to do; empty once it has been done
 * @param leftAlone ACLs of the source that are not copied
 * @param record what must be stored as the flow's own before the changes are made
 * @param forget what the flow had created and is gone
 */
public record AclPlan(
    List<AclChange> changes, List<LeftAlone> leftAlone, Set<Acl> record, Set<Acl> forget) {
  /** Nothing to do. */
  public static final AclPlan NONE = new AclPlan(List.of(), List.of(), Set.of(), Set.of());

  public AclPlan {
    changes = List.copyOf(changes);
    leftAlone = List.copyOf(leftAlone);
    record = Set.copyOf(record);
    forget = Set.copyOf(forget);
  }

  /** The same, and something more that is left alone. */
  AclPlan leaving(LeftAlone one) {
    List<LeftAlone> all = new ArrayList<>(leftAlone);
    all.add(one);
    return new AclPlan(changes, all, record, forget);
  }
}
