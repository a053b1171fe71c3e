package io.crosstide.reconcile;

import io.crosstide.reconcile.Acl.Pattern;
import io.crosstide.reconcile.Acl.Permission;
import io.crosstide.reconcile.Acl.Resource;
import io.crosstide.reconcile.AclChange.CreateAcl;
import io.crosstide.reconcile.AclChange.DeleteAcl;
import io.crosstide.topology.Flow;
import io.crosstide.topology.TopologyReader;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** ACLs in few words, and what is planned for them. */
final class Acls {
  static final String PREFIX = "include: [/orders.*/, /team-.*/, special]";
  static final String IDENTITY = PREFIX + "\n    naming: identity";

  private Acls() {}

  /** A flow nyc->lon with these settings, at a source with these topics. */
  static AclScope scope(String settings, String... topics) {
    return scope(settings, List.of(topics), List.of());
  }

  static AclScope scope(String settings, List<String> topics, List<String> atTarget) {
    return scope(settings, topics, cluster(atTarget));
  }

  static AclScope scope(String settings, List<String> topics, ObservedCluster target) {
    Flow flow =
        TopologyReader.read(
                "t.yaml",
                """
                clusters:
                  nyc: { bootstrap: "n:1" }
                  nyc-east: { bootstrap: "e:1" }
                  lon: { bootstrap: "l:1" }
                flows:
                  nyc->lon:
                    %s
                """
                    .formatted(settings))
            .topology()
            .orElseThrow()
            .flow("nyc->lon")
            .orElseThrow();
    return AclScope.of(new Desired(flow, FlowTopics.of(flow)), cluster(topics), target);
  }

  /** Topics that mirrors have created. */
  static ObservedCluster mirrors(String... topics) {
    String unlimited = Long.toString(Long.MAX_VALUE);
    Map<String, ConfigValue> configs =
        Map.of(
            "message.timestamp.type", new ConfigValue("CreateTime", true, false),
            "message.timestamp.before.max.ms", new ConfigValue(unlimited, true, false),
            "message.timestamp.after.max.ms", new ConfigValue(unlimited, true, false));
    Map<String, ObservedTopic> observed = new HashMap<>();
    for (String name : topics) {
      observed.put(name, new ObservedTopic(name, name, 1, configs));
    }
    return new ObservedCluster("id", 1, observed, Set.of());
  }

  static ObservedCluster cluster(List<String> topics) {
    Map<String, ObservedTopic> observed = new HashMap<>();
    topics.forEach(name -> observed.put(name, new ObservedTopic(name, name, 1, Map.of())));
    return new ObservedCluster("id", 1, observed, Set.of());
  }

  /** As {@code ALLOW User:a READ literal orders}, from every host. */
  static Acl acl(String text) {
    String[] words = text.split(" ");
    return new Acl(
        words[3].startsWith("group-") ? Resource.GROUP : Resource.TOPIC,
        Pattern.valueOf(words[3].replace("group-", "").toUpperCase(Locale.ROOT)),
        words[4],
        words[1],
        words.length > 5 ? words[5] : "*",
        words[2],
        Permission.valueOf(words[0]));
  }

  static Set<Acl> acls(String... texts) {
    return Arrays.stream(texts).map(Acls::acl).collect(Collectors.toSet());
  }

  static Set<Acl> created(AclScope scope, String... source) {
    return created(AclPlanner.plan(scope, acls(source), Set.of(), Set.of()));
  }

  static Set<Acl> created(AclPlan plan) {
    return plan.changes().stream()
        .filter(CreateAcl.class::isInstance)
        .map(AclChange::acl)
        .collect(Collectors.toSet());
  }

  static List<Acl> deleted(AclPlan plan) {
    return plan.changes().stream().filter(DeleteAcl.class::isInstance).map(AclChange::acl).toList();
  }
}
