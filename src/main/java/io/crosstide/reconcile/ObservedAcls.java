package io.crosstide.reconcile;

import java.util.Objects;
import java.util.Set;

/** A cluster's ACLs as they were a moment ago. */
public sealed interface ObservedAcls {
  /** All of topics and groups. */
  record Known(Set<Acl> acls) implements ObservedAcls {
    public Known {
      acls = Set.copyOf(acls);
    }
  }

  /**
   * They can't be seen, which is not the same as none.
   *
   * @param reason no authorizer, or no right to
   */
  record Unavailable(String reason) implements ObservedAcls {
    public Unavailable {
      Objects.requireNonNull(reason, "reason");
    }
  }
}
