package io.crosstide.reconcile;

import io.crosstide.reconcile.Acl.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which ACLs of its source a flow copies on: those that somebody gave there, and of those that
 * flows created what can't come back to where it is from. Else the flow back would give again what
 * was revoked, each for the other's, for ever.
 *
 * @param copied what is translated
 * @param passedOver what is not, though it is about the flow's topics or about groups
 */
record SourceAcls(Set<Acl> copied, Optional<LeftAlone> passedOver) {
  /**
   * @param all of the source
   * @param creators which flows have created them
   */
  static SourceAcls of(AclScope scope, Set<Acl> all, Map<Acl, Set<String>> creators) {
    Set<Acl> copied = new HashSet<>();
    List<Acl> passedOver = new ArrayList<>();
    for (Acl acl : all) {
      if (goesOn(scope.desired(), acl, creators.getOrDefault(acl, Set.of()))) {
        copied.add(acl);
      } else if (scope.concerns(acl)) {
        passedOver.add(acl);
      }
    }
    return new SourceAcls(
        copied,
        LeftAlone.several(passedOver, "flows created it there, so it is not the source's own"));
  }

  /**
   * Groups keep their names on every way, so theirs go no further than one flow. With {@code
   * forward}, no topic comes round but straight back.
   */
  private static boolean goesOn(Desired desired, Acl acl, Set<String> creators) {
    if (acl.resource() == Resource.GROUP) {
      return creators.isEmpty();
    }
    if (desired.namesTell()) {
      return true;
    }
    return desired.flow().forward()
        ? !creators.equals(Set.of(desired.flow().nameBack()))
        : creators.isEmpty();
  }
}
