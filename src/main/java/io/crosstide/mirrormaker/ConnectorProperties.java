package io.crosstide.mirrormaker;

import io.crosstide.mirrormaker.Finding.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What MirrorMaker 2 itself and Connect beneath it can be told, and what becomes of it. Source:
 * MirrorMakerConfig, MirrorSourceConfig, MirrorCheckpointConfig, MirrorHeartbeatConfig and the
 * filters of Kafka 4.3.
 */
final class ConnectorProperties {
  /** What becomes of a property, and why. */
  record Known(Verdict verdict, String why) {}

  private static final String NO_GROUPS = "offsets of consumer groups are not synced yet";
  private static final String CONFIGS =
      "configs are kept in step key by key; what is set at the target alone stays";
  private static final String NO_FILTER = "'configs' says key by key whose a config is";
  static final String NO_ACLS =
      "say 'acls: { sync: true }' yourself: a name may be somebody else at the target";
  private static final String HEARTBEATS =
      "every flow that has heartbeats mirrors those of its source; their topic gets three replicas,"
          + " or as many as there are brokers";
  private static final String NO_SYNCS =
      "there is no topic of offset syncs: the ledger knows every offset";
  private static final String NO_CONNECT = "there is no Kafka Connect";
  private static final String NEVER_OPENED = "records are copied as they are, never opened";

  /** Properties that say nothing more when they are false: what they turn on is not done. */
  private static final Set<String> NOT_DONE =
      Set.of(
          "sync.group.offsets.enabled",
          "emit.checkpoints.enabled",
          "refresh.groups.enabled",
          "sync.topic.acls.enabled");

  private static final Pattern OF_CLUSTERS =
      Pattern.compile(
          "bootstrap\\.servers|group\\.id|listeners|plugin\\..*|rest\\..*|admin\\.listeners.*"
              + "|config\\.(providers|action).*|(key|value|header)\\.converter.*"
              + "|(offset|config|status)\\.storage\\..*|offset\\.flush\\..*|topic\\.creation\\..*"
              + "|exactly\\.once\\.source\\.support");

  private static final Map<String, Known> KNOWN = known();

  private ConnectorProperties() {}

  private static Map<String, Known> known() {
    Map<String, Known> known = new LinkedHashMap<>();
    for (String taken :
        Set.of(
            "clusters",
            "enabled",
            "bootstrap.servers",
            "topics",
            "topics.exclude",
            "replication.policy.class",
            "replication.policy.separator",
            "replication.policy.internal.topic.separator.enabled",
            "replication.factor",
            "refresh.topics.interval.seconds",
            "emit.heartbeats.enabled",
            "emit.heartbeats.interval.seconds",
            "offset.storage.topic",
            ConfigSync.INTERVAL,
            ConfigSync.EXCLUDE,
            "offsets.storage.topic",
            "config.providers")) {
      known.put(taken, new Known(Verdict.TAKEN, ""));
    }
    put(known, Verdict.NO_EQUAL, NO_GROUPS, "groups", "groups.exclude", "group.filter.class");
    put(known, Verdict.NO_EQUAL, NO_GROUPS, "refresh.groups.enabled");
    put(known, Verdict.NO_EQUAL, NO_GROUPS, "refresh.groups.interval.seconds");
    put(known, Verdict.NO_EQUAL, NO_GROUPS, "sync.group.offsets.enabled");
    put(known, Verdict.NO_EQUAL, NO_GROUPS, "sync.group.offsets.interval.seconds");
    put(known, Verdict.NO_EQUAL, NO_GROUPS, "emit.checkpoints.enabled");
    put(known, Verdict.NO_EQUAL, NO_GROUPS, "emit.checkpoints.interval.seconds");
    put(known, Verdict.IMPLIED, CONFIGS, ConfigSync.ENABLED);
    put(known, Verdict.NO_EQUAL, NO_FILTER, "use.defaults.from", "config.property.filter.class");
    put(known, Verdict.NO_EQUAL, NO_ACLS, "sync.topic.acls.enabled");
    put(known, Verdict.NO_EQUAL, NO_ACLS, "sync.topic.acls.interval.seconds");
    put(known, Verdict.NO_EQUAL, HEARTBEATS, "heartbeats.replication.enabled");
    put(known, Verdict.IMPLIED, HEARTBEATS, "heartbeats.topic.replication.factor");
    put(known, Verdict.NO_EQUAL, "say it as include and exclude", "topic.filter.class");
    put(known, Verdict.NO_EQUAL, NEVER_OPENED, "transforms", "predicates", "header.converter");
    put(known, Verdict.NO_EQUAL, NEVER_OPENED, "key.converter", "value.converter");
    put(
        known,
        Verdict.NO_EQUAL,
        "topics are changed by Kafka's own client",
        "forwarding.admin.class");
    put(known, Verdict.IMPLIED, "new topics are always looked for", "refresh.topics.enabled");
    put(known, Verdict.IMPLIED, "one process copies a flow's partitions", "tasks.max");
    put(known, Verdict.IMPLIED, "exactly once is what a flow does", "exactly.once.source.support");
    put(known, Verdict.IMPLIED, "exactly once is what a flow does", "transaction.boundary");
    put(
        known,
        Verdict.IMPLIED,
        "checkpoints are not written",
        "checkpoints.topic.replication.factor");
    put(known, Verdict.IMPLIED, NO_SYNCS, "offset-syncs.topic.replication.factor");
    put(known, Verdict.IMPLIED, NO_SYNCS, "offset-syncs.topic.location", "offset.lag.max");
    put(known, Verdict.IMPLIED, NO_SYNCS, "emit.offset-syncs.enabled");
    put(known, Verdict.IMPLIED, "metrics have names of their own", "metric.names.formats");
    put(known, Verdict.IMPLIED, "metrics name the flow", "add.source.alias.to.metrics");
    put(known, Verdict.IMPLIED, "flows are named by their clusters", "source.cluster.alias");
    put(known, Verdict.IMPLIED, "flows are named by their clusters", "target.cluster.alias");
    put(
        known,
        Verdict.IMPLIED,
        "bounds are built in",
        "admin.timeout.ms",
        "consumer.poll.timeout.ms");
    put(known, Verdict.IMPLIED, "the ledger is stored every second", "offset.flush.interval.ms");
    put(known, Verdict.IMPLIED, "the ledger is stored every second", "offset.flush.timeout.ms");
    put(known, Verdict.IMPLIED, NO_CONNECT, "name", "connector.class", "group.id", "plugin.path");
    put(known, Verdict.IMPLIED, NO_CONNECT, "listeners", "dedicated.mode.enable.internal.rest");
    put(known, Verdict.IMPLIED, NO_CONNECT, "config.action.reload", "plugin.discovery");
    return Collections.unmodifiableMap(known);
  }

  private static void put(Map<String, Known> known, Verdict verdict, String why, String... names) {
    for (String name : names) {
      known.put(name, new Known(verdict, why));
    }
  }

  /** Whether MirrorMaker 2 reads it behind a cluster: Connect's worker beside that one does. */
  static boolean readOfClusters(String name) {
    return OF_CLUSTERS.matcher(name).matches();
  }

  static Set<String> names() {
    return KNOWN.keySet();
  }

  /** What becomes of a property with its scope cut off; empty when it is none of these. */
  static Optional<Known> of(String name, String value) {
    Known known = KNOWN.get(name);
    if (known == null) {
      return ofFamily(name);
    }
    boolean off = NOT_DONE.contains(name) && value.equalsIgnoreCase("false");
    boolean bytes =
        name.endsWith(".converter")
            && value.equals("org.apache.kafka.connect.converters.ByteArrayConverter");
    if (name.equals("refresh.topics.enabled") && value.equalsIgnoreCase("false")) {
      return Optional.of(new Known(Verdict.NO_EQUAL, known.why()));
    }
    if (name.equals(ConfigSync.ENABLED) && value.equalsIgnoreCase("false")) {
      return Optional.of(new Known(Verdict.TAKEN, ""));
    }
    return Optional.of(off || bytes ? new Known(Verdict.IMPLIED, known.why()) : known);
  }

  private static Optional<Known> ofFamily(String name) {
    if (name.matches("(offset|config|status)\\.storage\\..*|rest\\..*|admin\\.listeners.*")) {
      return Optional.of(new Known(Verdict.IMPLIED, NO_CONNECT));
    }
    if (name.matches("config\\.providers\\..*")) {
      return Optional.of(new Known(Verdict.TAKEN, ""));
    }
    if (name.matches("(transforms|predicates|key\\.converter|value\\.converter)\\..*")) {
      return Optional.of(new Known(Verdict.NO_EQUAL, NEVER_OPENED));
    }
    if (name.matches("errors\\..*")) {
      return Optional.of(
          new Known(Verdict.NO_EQUAL, "on-gap, on-refused and the like say what to do instead"));
    }
    if (name.matches("topic\\.creation\\..*")) {
      return Optional.of(new Known(Verdict.NO_EQUAL, "topics are created as the source has them"));
    }
    return Optional.empty();
  }
}
