package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.reconcile.Acl;
import io.crosstide.reconcile.AclChange;
import io.crosstide.reconcile.AclChange.CreateAcl;
import io.crosstide.reconcile.AclChange.DeleteAcl;
import io.crosstide.reconcile.ObservedAcls;
import io.crosstide.reconcile.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DeleteAclsResult.FilterResult;
import org.apache.kafka.clients.admin.DeleteAclsResult.FilterResults;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/** Reads and changes ACLs of topics and groups. */
final class AclAdmin {
  /** ACLs in one request: a controller writes a record for each. */
  static final int MAX_CHANGES = 1_000;

  private final Admin admin;
  private final String cluster;

  AclAdmin(Admin admin, String cluster) {
    this.admin = admin;
    this.cluster = cluster;
  }

  ObservedAcls observe() {
    try {
      Set<Acl> acls = new HashSet<>();
      for (ResourceType type : List.of(ResourceType.TOPIC, ResourceType.GROUP)) {
        var every = new ResourcePatternFilter(type, null, PatternType.ANY);
        var filter = new AclBindingFilter(every, AccessControlEntryFilter.ANY);
        StateTopic.answer(admin.describeAcls(filter).values()).stream()
            .filter(binding -> !binding.isUnknown())
            .map(AclAdmin::acl)
            .forEach(acls::add);
      }
      return new ObservedAcls.Known(acls);
    } catch (SecurityDisabledException e) {
      return new ObservedAcls.Unavailable("cluster " + cluster + " has no authorizer");
    } catch (AuthorizationException e) {
      return new ObservedAcls.Unavailable(
          "the principal needs DESCRIBE on the cluster to see ACLs of cluster " + cluster);
    }
  }

  /**
   * One outcome for each change, in the same order. Nobody is allowed anything before everybody is
   * denied what they must not, nor when that fails; and what denies is taken away last.
   */
  List<Outcome> apply(List<AclChange> changes) {
    Map<AclChange, Outcome> outcomes = new HashMap<>();
    make(changes, AclAdmin::deniesMore, outcomes);
    boolean denied = outcomes.values().stream().allMatch(Outcome.Done.class::isInstance);
    if (denied) {
      make(changes, AclAdmin::allowsMore, outcomes);
    }
    make(changes, change -> change instanceof DeleteAcl && !deniesLess(change), outcomes);
    make(changes, AclAdmin::deniesLess, outcomes);
    return changes.stream().map(change -> outcomes.getOrDefault(change, waits(change))).toList();
  }

  private static boolean deniesMore(AclChange change) {
    return change instanceof CreateAcl && change.acl().permission() == Acl.Permission.DENY;
  }

  private static boolean allowsMore(AclChange change) {
    return change instanceof CreateAcl && change.acl().permission() == Acl.Permission.ALLOW;
  }

  private static boolean deniesLess(AclChange change) {
    return change instanceof DeleteAcl && change.acl().permission() == Acl.Permission.DENY;
  }

  private static Outcome waits(AclChange change) {
    return new Outcome.Withheld(
        change.subject(), change + " waits: an ACL that denies could not be created");
  }

  private void make(
      List<AclChange> changes, Predicate<AclChange> which, Map<AclChange, Outcome> outcomes) {
    List<AclChange> chosen = changes.stream().filter(which).toList();
    for (int from = 0; from < chosen.size(); from += MAX_CHANGES) {
      List<AclChange> request = chosen.subList(from, Math.min(chosen.size(), from + MAX_CHANGES));
      Map<AclBinding, KafkaFuture<?>> answers = ask(request);
      request.forEach(
          change -> outcomes.put(change, outcome(change, answers.get(binding(change.acl())))));
    }
  }

  private Map<AclBinding, KafkaFuture<?>> ask(List<AclChange> changes) {
    List<AclBinding> create = new ArrayList<>();
    List<AclBindingFilter> delete = new ArrayList<>();
    for (AclChange change : changes) {
      switch (change) {
        case CreateAcl added -> create.add(binding(added.acl()));
        case DeleteAcl removed -> delete.add(binding(removed.acl()).toFilter());
      }
    }
    Map<AclBinding, KafkaFuture<?>> answers = new HashMap<>();
    if (!create.isEmpty()) {
      answers.putAll(admin.createAcls(create).values());
    }
    if (!delete.isEmpty()) {
      var deleted = admin.deleteAcls(delete).values();
      changes.stream()
          .filter(DeleteAcl.class::isInstance)
          .map(change -> binding(change.acl()))
          .forEach(binding -> answers.put(binding, whole(deleted.get(binding.toFilter()))));
    }
    return answers;
  }

  /** An answer without an error may hold errors for single ACLs. */
  private static KafkaFuture<FilterResults> whole(KafkaFuture<FilterResults> answer) {
    return answer.thenApply(
        results -> {
          for (FilterResult each : results.values()) {
            if (each.exception() != null) {
              throw each.exception();
            }
          }
          return results;
        });
  }

  private static Outcome outcome(AclChange change, KafkaFuture<?> answer) {
    try {
      StateTopic.answer(answer);
      return new Outcome.Done(change.subject(), "");
    } catch (RuntimeException e) {
      return failed(change, e);
    }
  }

  private static Outcome failed(AclChange change, RuntimeException error) {
    Failure failure = ClientErrors.failure(error, change.toString(), "ALTER on the cluster");
    return failure.kind() == Failure.Kind.TRANSIENT
        ? new Outcome.Postponed(change.subject(), failure.toString())
        : new Outcome.Refused(change.subject(), failure.toString());
  }

  private static Acl acl(AclBinding binding) {
    ResourcePattern pattern = binding.pattern();
    AccessControlEntry entry = binding.entry();
    return new Acl(
        Acl.Resource.valueOf(pattern.resourceType().name()),
        Acl.Pattern.valueOf(pattern.patternType().name()),
        pattern.name(),
        entry.principal(),
        entry.host(),
        entry.operation().name(),
        Acl.Permission.valueOf(entry.permissionType().name()));
  }

  private static AclBinding binding(Acl acl) {
    return new AclBinding(
        new ResourcePattern(
            ResourceType.valueOf(acl.resource().name()),
            acl.name(),
            PatternType.valueOf(acl.pattern().name())),
        new AccessControlEntry(
            acl.principal(),
            acl.host(),
            AclOperation.valueOf(acl.operation()),
            AclPermissionType.valueOf(acl.permission().name())));
  }
}
