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
  private final AclScope scope;
  private final Set<Acl> recorded;
  private final Map<Acl, String> wanted = new LinkedHashMap<>();
  private final List<LeftAlone> leftAlone = new ArrayList<>();
  private final List<Acl> ofGroups = new ArrayList<>();

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
    LeftAlone.several(planner.ofGroups, "ACLs of groups are synced with \"groups: true\" alone")
        .ifPresent(planner.leftAlone::add);
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
      ofGroups.add(acl);
      return;
    }
    String principal = scope.policy().principal(acl.principal()).orElse("");
    if (principal.isEmpty()) {
      leave(acl, "its principal is not synced");
      return;
    }
    Acl changed = acl.of(principal);
    ReaderRights rights = ReaderRights.of(changed);
    if (!rights.leftAlone().isEmpty()) {
      leave(acl, rights.leftAlone());
    }
    for (String operation : rights.operations()) {
      there(changed.as(operation))
          .forEach(each -> wanted.putIfAbsent(each, "source has " + acl + rights.note()));
    }
  }

  private List<Acl> there(Acl changed) {
    return switch (changed.resource()) {
      case TOPIC -> scope.onTargetTopics(changed, recorded);
      case GROUP -> List.of(changed);
    };
  }

  /** The ACLs of topics that the flow does not take are nobody's business here. */
  private void leave(Acl acl, String why) {
    if (scope.concerns(acl)) {
      leftAlone.add(new LeftAlone(acl.toString(), "", why));
    }
  }
}
