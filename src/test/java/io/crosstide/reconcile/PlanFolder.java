package io.crosstide.reconcile;

import io.crosstide.topology.Flow;
import io.crosstide.topology.TopologyReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A folder with {@code desired.yaml}, a topology of one flow, and {@code observed.yaml}. */
record PlanFolder(Desired desired, Observed observed, Recorded recorded) {
  private static final Pattern ACL =
      Pattern.compile("(ALLOW|DENY) (.+) (\\S+) on (\\w+):(\\w+):(.+) from host (\\S+)");

  /** Brokers know these beside whatever is set on a topic. */
  private static final Set<String> KNOWN =
      Set.of(
          "cleanup.policy",
          "max.message.bytes",
          "message.timestamp.after.max.ms",
          "message.timestamp.before.max.ms",
          "message.timestamp.type",
          "min.insync.replicas",
          "retention.bytes",
          "retention.ms");

  static PlanFolder read(Path folder) {
    Flow flow =
        TopologyReader.read(folder.resolve("desired.yaml"))
            .topology()
            .orElseThrow(() -> new IllegalStateException(folder + " is no topology"))
            .flows()
            .getFirst();
    Map<?, ?> root = yaml(folder.resolve("observed.yaml"));
    return new PlanFolder(
        new Desired(flow, FlowTopics.of(flow)),
        new Observed(
            cluster(map(root, "source")),
            cluster(map(root, "target")),
            acls(map(root, "source")),
            acls(map(root, "target"))),
        recorded(map(root, "recorded")));
  }

  private static Map<?, ?> yaml(Path file) {
    try {
      return new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<?, ?> map(Map<?, ?> parent, String key) {
    return parent.get(key) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static ObservedCluster cluster(Map<?, ?> yaml) {
    Map<String, ObservedTopic> topics = new HashMap<>();
    Set<String> known = new HashSet<>(KNOWN);
    map(yaml, "topics")
        .forEach(
            (name, topic) -> {
              ObservedTopic observed = topic((String) name, (Map<?, ?>) topic);
              topics.put(observed.name(), observed);
              known.addAll(observed.configs().keySet());
            });
    return new ObservedCluster(
        "id", yaml.get("brokers") instanceof Integer n ? n : 3, topics, known);
  }

  private static ObservedTopic topic(String name, Map<?, ?> yaml) {
    Map<String, ConfigValue> configs = new HashMap<>();
    map(yaml, "default")
        .forEach((key, value) -> configs.put((String) key, value((String) value, false)));
    map(yaml, "set")
        .forEach((key, value) -> configs.put((String) key, value((String) value, true)));
    return new ObservedTopic(
        name, "id-of-" + name, yaml.get("partitions") instanceof Integer n ? n : 1, configs);
  }

  private static ConfigValue value(String text, boolean explicit) {
    return new ConfigValue(text, explicit, false);
  }

  private static ObservedAcls acls(Map<?, ?> yaml) {
    return yaml.get("no-acls") instanceof String reason
        ? new ObservedAcls.Unavailable(reason)
        : new ObservedAcls.Known(aclSet(yaml));
  }

  private static Set<Acl> aclSet(Map<?, ?> yaml) {
    return aclSet(yaml.get("acls"));
  }

  private static Set<Acl> aclSet(Object texts) {
    Set<Acl> acls = new HashSet<>();
    if (texts instanceof List<?> list) {
      list.forEach(text -> acls.add(acl((String) text)));
    }
    return acls;
  }

  private static Acl acl(String text) {
    Matcher words = ACL.matcher(text);
    if (!words.matches()) {
      throw new IllegalArgumentException("no ACL: " + text);
    }
    return new Acl(
        Acl.Resource.valueOf(words.group(4)),
        Acl.Pattern.valueOf(words.group(5)),
        words.group(6),
        words.group(2),
        words.group(7),
        words.group(3),
        Acl.Permission.valueOf(words.group(1)));
  }

  private static Recorded recorded(Map<?, ?> yaml) {
    Map<String, ConfigRecord> configs = new HashMap<>();
    map(yaml, "configs")
        .forEach(
            (topic, set) -> {
              Map<String, String> values = new HashMap<>();
              ((Map<?, ?>) set).forEach((k, v) -> values.put((String) k, (String) v));
              configs.put((String) topic, new ConfigRecord("id-of-" + topic, values));
            });
    Map<Acl, Set<String>> creators = new HashMap<>();
    map(yaml, "at-source")
        .forEach(
            (flow, acls) ->
                aclSet(acls)
                    .forEach(
                        acl ->
                            creators
                                .computeIfAbsent(acl, any -> new HashSet<>())
                                .add((String) flow)));
    return new Recorded(configs, aclSet(yaml), creators);
  }
}
