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
 */
record ReaderRights(List<String> operations, String leftAlone) {
  private static final String EVERYBODY = "User:*";
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
      return new ReaderRights(ALL_OF_A_READER, "");
    }
    return readers.contains(acl.operation())
        ? new ReaderRights(List.of(acl.operation()), "")
        : leave(acl.operation() + " is not for readers");
  }

  /** Who denies reading to everybody denies it to a mirror at the source as well. */
  private static ReaderRights denied(Acl acl) {
    boolean ofReaders = OF_TOPICS.contains(acl.operation()) || acl.operation().equals(ALL);
    return acl.resource() == Resource.TOPIC && acl.principal().equals(EVERYBODY) && !ofReaders
        ? leave("it would keep the mirror itself from writing")
        : new ReaderRights(List.of(acl.operation()), "");
  }

  private static ReaderRights leave(String why) {
    return new ReaderRights(List.of(), why);
  }
}
