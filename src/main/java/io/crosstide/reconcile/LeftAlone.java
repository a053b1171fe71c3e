package io.crosstide.reconcile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that is not as the source has it, and stays so on purpose.
 *
 * @param subject a topic of the target, or an ACL as text
 * @param detail which config, or how many more ACLs; empty when it is about the whole
 * @param why the reason
 */
public record LeftAlone(String subject, String detail, String why) {
  public LeftAlone {
    Objects.requireNonNull(subject, "subject");
    Objects.requireNonNull(detail, "detail");
    Objects.requireNonNull(why, "why");
  }

  /**
   * One for all ACLs that are left alone for the same reason, with the first of them; mostly none.
   */
  static Optional<LeftAlone> several(Collection<Acl> acls, String why) {
    String more = acls.size() == 1 ? "" : "and %d more".formatted(acls.size() - 1);
    return acls.stream()
        .map(Acl::toString)
        .min(Comparator.naturalOrder())
        .map(first -> new LeftAlone(first, more, why));
  }

  @Override
  public String toString() {
    return "leave %s%s: %s".formatted(subject, detail.isEmpty() ? "" : " " + detail, why);
  }
}
