package io.crosstide.reconcile;

import io.crosstide.reconcile.Acl.Pattern;
import io.crosstide.reconcile.Acl.Permission;
import io.crosstide.reconcile.Acl.Resource;
import java.util.List;
import java.util.Set;

/**
 * What an ACL of the source is for readers at the target. Nobody is allowed more than to read;
 * whoever is denied stays denied, unless the mirror itself could no longer do its work.
 *
 * @param operations as which operations it is copied
 * @param leftAlone why it is not copied at all, empty when it is
 * @param note what an operator should know of it when it is, mostly empty
 */
record ReaderRights(List<String> operations, String leftAlone, String note) {
  private static final String EVERYBODY = "User:*";

  /** The mirror reads it at the source, so there it is one. */
  private static final String BUT_SUPER_USERS =
      "; it denies the mirror, too, unless its principal is a super user at the target as at the"
          + " source";

  private static final String ALL = "ALL";

  /** READ implies DESCRIBE for Kafka; both are copied as they are asked for. */
  private static final Set<String> OF_TOPICS = Set.of("READ", "DESCRIBE", "DESCRIBE_CONFIGS");

  private static final Set<String> OF_GROUPS = Set.of("READ", "DESCRIBE");

  /** What ALLOW ALL becomes. */
  private static final List<String> ALL_OF_A_READER = List.of("READ", "DESCRIBE");

  /**
   * @param acl with the principal that it is to have at the target
   */
  static ReaderRights of(Acl acl) {
    if (acl.resource() == Resource.GROUP && acl.everyName()) {
      return leave("groups keep their names: at the target it would be every group there");
    }
    if (acl.resource() == Resource.GROUP && isAboutOwnGroups(acl)) {
      return leave("it is about the groups by which Crosstide shares its lanes");
    }
    return acl.permission() == Permission.ALLOW ? allowed(acl) : denied(acl);
  }

  /** Whether it would let somebody into those groups, or keep a flow out of its own. */
  private static boolean isAboutOwnGroups(Acl acl) {
    boolean ofOwn = acl.name().startsWith(Acl.OWN_GROUPS);
    boolean ofOthersToo =
        acl.pattern() == Pattern.PREFIXED && Acl.OWN_GROUPS.startsWith(acl.name());
    return ofOwn || (ofOthersToo && acl.permission() == Permission.DENY);
  }

  private static ReaderRights allowed(Acl acl) {
    Set<String> readers = acl.resource() == Resource.GROUP ? OF_GROUPS : OF_TOPICS;
    if (acl.operation().equals(ALL)) {
      return copied(ALL_OF_A_READER, "");
    }
    return readers.contains(acl.operation())
        ? copied(List.of(acl.operation()), "")
        : leave(acl.operation() + " is not for readers");
  }

  /**
   * Who denies reading to everybody denies it to a mirror at the source as well, unless that is a
   * super user there. Then the mirror stops rather than that somebody reads.
   */
  private static ReaderRights denied(Acl acl) {
    boolean everybody = acl.resource() == Resource.TOPIC && acl.principal().equals(EVERYBODY);
    boolean ofReaders = OF_TOPICS.contains(acl.operation()) || acl.operation().equals(ALL);
    if (everybody && !ofReaders) {
      return leave("it would keep the mirror itself from writing");
    }
    boolean ofMirror = everybody && acl.host().equals(Acl.EVERY);
    return copied(List.of(acl.operation()), ofMirror ? BUT_SUPER_USERS : "");
  }

  private static ReaderRights copied(List<String> operations, String note) {
    return new ReaderRights(operations, "", note);
  }

  private static ReaderRights leave(String why) {
    return new ReaderRights(List.of(), why, "");
  }
}
