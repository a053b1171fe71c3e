package io.crosstide.reconcile;

import io.crosstide.reconcile.Acl.Resource;
import io.crosstide.reconcile.AclChange.CreateAcl;
import io.crosstide.reconcile.AclChange.DeleteAcl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives who may read a topic at the source the same right on its mirror, and takes it away again,
 * if the flow has given it. Never lets anybody write into a mirror. Who is denied stays denied.
 */
public final class AclPlanner {
  private static final String EVERYBODY = "User:*";
  private static final String ALL = "ALL";

  /** What readers do. READ implies DESCRIBE for Kafka; both are copied as they are asked for. */
  private static final Set<String> READERS = Set.of("READ", "DESCRIBE", "DESCRIBE_CONFIGS");

  private static final Set<String> GROUP_READERS = Set.of("READ", "DESCRIBE");

  /** What ALLOW ALL becomes. */
  private static final List<String> ALL_OF_A_READER = List.of("READ", "DESCRIBE");

  private final AclScope scope;
  private final Set<Acl> recorded;
  private final Map<Acl, String> wanted = new LinkedHashMap<>();
  private final List<LeftAlone> leftAlone = new ArrayList<>();

  private AclPlanner(AclScope scope, Set<Acl> recorded) {
    this.scope = scope;
    this.recorded = recorded;
  }

  /**
   * @param source those of the source that are copied on: see {@link SourceAcls}
   * @param target all of the target
   * @param recorded those that this flow has created at the target
   */
  public static AclPlan plan(AclScope scope, Set<Acl> source, Set<Acl> target, Set<Acl> recorded) {
    AclPlanner planner = new AclPlanner(scope, recorded);
    sorted(source).forEach(planner::translate);
    return planner.compare(target);
  }

  private AclPlan compare(Set<Acl> target) {
    List<AclChange> changes = new ArrayList<>();
    Set<Acl> record = new HashSet<>();
    for (Acl acl : sorted(wanted.keySet())) {
      if (!target.contains(acl)) {
        changes.add(new CreateAcl(acl, wanted.get(acl)));
        record.add(acl);
      }
    }
    record.removeAll(recorded);
    Set<Acl> forget = new HashSet<>();
    for (Acl acl : sorted(recorded)) {
      if (!wanted.containsKey(acl)) {
        if (target.contains(acl)) {
          changes.add(new DeleteAcl(acl, "the flow created it and the source no longer has it"));
        } else {
          forget.add(acl);
        }
      }
    }
    return new AclPlan(changes, leftAlone, record, forget);
  }

  private static List<Acl> sorted(Collection<Acl> acls) {
    return acls.stream().sorted(Comparator.comparing(Acl::toString)).toList();
  }

  private void translate(Acl acl) {
    if (acl.resource() == Resource.GROUP && !scope.policy().groups()) {
      return;
    }
    String principal = scope.policy().principal(acl.principal()).orElse("");
    if (principal.isEmpty()) {
      leave(acl, "its principal is not synced");
      return;
    }
    for (String operation : operations(acl)) {
      Acl changed = acl.of(principal).allowing(operation);
      List<Acl> there =
          switch (acl.resource()) {
            case TOPIC -> scope.onTargetTopics(changed, recorded);
            case GROUP -> List.of(changed);
          };
      there.forEach(each -> wanted.putIfAbsent(each, "source has " + acl));
    }
  }

  private List<String> operations(Acl acl) {
    return switch (acl.permission()) {
      case ALLOW -> allowed(acl);
      case DENY -> denied(acl);
    };
  }

  private List<String> allowed(Acl acl) {
    if (acl.resource() == Resource.GROUP && acl.everyName()) {
      leave(acl, "groups keep their names: at the target it would be every group there");
      return List.of();
    }
    Set<String> readers = acl.resource() == Resource.GROUP ? GROUP_READERS : READERS;
    if (acl.operation().equals(ALL)) {
      return ALL_OF_A_READER;
    }
    if (readers.contains(acl.operation())) {
      return List.of(acl.operation());
    }
    leave(acl, acl.operation() + " is not for readers");
    return List.of();
  }

  /** Who denies reading to everybody denies it to a mirror at the source as well. */
  private List<String> denied(Acl acl) {
    boolean ofReaders = READERS.contains(acl.operation()) || acl.operation().equals(ALL);
    if (acl.resource() == Resource.TOPIC && acl.principal().equals(EVERYBODY) && !ofReaders) {
      leave(acl, "it would keep the mirror itself from writing");
      return List.of();
    }
    return List.of(acl.operation());
  }

  /** The ACLs of topics that the flow does not take are nobody's business here. */
  private void leave(Acl acl, String why) {
    if (!scope.concerns(acl)) {
      return;
    }
    leftAlone.add(new LeftAlone(acl.toString(), "", why));
  }
}
