package io.crosstide.reconcile;

import java.util.Objects;

/** What is to be done to the ACLs of the target. */
public sealed interface AclChange extends Change {
  Acl acl();

  @Override
  default String subject() {
    return acl().toString();
  }

  /** Adds it. */
  record CreateAcl(Acl acl, String why) implements AclChange {
    public CreateAcl {
      Objects.requireNonNull(acl, "acl");
      Objects.requireNonNull(why, "why");
    }

    @Override
    public String toString() {
      return "create ACL %s (%s)".formatted(acl, why);
    }
  }

  /** Removes it. */
  record DeleteAcl(Acl acl, String why) implements AclChange {
    public DeleteAcl {
      Objects.requireNonNull(acl, "acl");
      Objects.requireNonNull(why, "why");
    }

    @Override
    public String toString() {
      return "delete ACL %s (%s)".formatted(acl, why);
    }
  }
}
