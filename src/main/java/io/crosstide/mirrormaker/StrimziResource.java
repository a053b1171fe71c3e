package io.crosstide.mirrormaker;

import io.crosstide.mirrormaker.Finding.Verdict;
import io.crosstide.topology.DidYouMean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A Strimzi resource of kind KafkaMirrorMaker2 as the properties that Strimzi makes of it. v1beta2
 * lists clusters and names them in mirrors; v1 has one target and a source in each mirror.
 */
final class StrimziResource {
  private static final int MAX_CHARACTERS = 1 << 20;

  /** Where Connect keeps offsets when the resource says nothing. */
  private static final String OFFSETS_TOPIC = "mirrormaker2-cluster-offsets";

  private static final List<String> READ_OF_CLUSTER =
      List.of("alias", "bootstrapServers", "tls", "authentication", "config");
  private static final String SOURCE_CONNECTOR = "sourceConnector";
  private static final List<String> CONNECTORS =
      List.of(SOURCE_CONNECTOR, "checkpointConnector", "heartbeatConnector");
  private static final List<String> READ_OF_MIRROR =
      Stream.concat(
              CONNECTORS.stream(),
              Stream.of(
                  "source",
                  "sourceCluster",
                  "targetCluster",
                  "topicsPattern",
                  "topicsExcludePattern",
                  "groupsPattern",
                  "groupsExcludePattern"))
          .toList();

  private final Settings settings = new Settings();
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> aliases = new ArrayList<>();
  private final StrimziAccess access = new StrimziAccess(settings, findings);

  StrimziResource(String text) throws UnreadableException {
    Map<String, Object> spec = map(resource(text).get("spec"), "spec");
    String target = clusters(spec);
    List<Object> mirrors = list(spec.get("mirrors"), "spec.mirrors");
    for (int i = 0; i < mirrors.size(); i++) {
      addMirror(map(mirrors.get(i), "spec.mirrors[" + i + "]"), "spec.mirrors[" + i + "]", target);
    }
    settings.put(new Setting("clusters", String.join(",", aliases), ""));
    spec.keySet().stream()
        .filter(key -> !List.of("clusters", "target", "mirrors", "connectCluster").contains(key))
        .forEach(key -> find(Verdict.IMPLIED, "spec." + key, "how MirrorMaker 2 is deployed"));
  }

  Settings settings() {
    return settings;
  }

  List<Finding> findings() {
    return findings;
  }

  private static Map<String, Object> resource(String text) throws UnreadableException {
    if (text.length() > MAX_CHARACTERS) {
      throw new UnreadableException("", "is longer than " + MAX_CHARACTERS + " characters", "");
    }
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    List<Map<String, Object>> found = new ArrayList<>();
    try {
      for (Object document : new Yaml(new SafeConstructor(options)).loadAll(text)) {
        if (document instanceof Map<?, ?> map && "KafkaMirrorMaker2".equals(map.get("kind"))) {
          found.add(map(document, ""));
        }
      }
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
      String line = mark == null ? "" : "line " + (mark.getLine() + 1);
      throw new UnreadableException(line, "is not YAML here: " + e.getProblem(), "");
    } catch (YAMLException e) {
      throw new UnreadableException("", "is not YAML: " + e.getMessage(), "");
    }
    if (found.size() != 1) {
      throw new UnreadableException(
          "",
          "holds " + found.size() + " resources of kind KafkaMirrorMaker2",
          "give a file with one");
    }
    return found.getFirst();
  }

  /** Adds the clusters of the resource itself; the alias of the one that Connect runs beside. */
  private String clusters(Map<String, Object> spec) throws UnreadableException {
    if (spec.containsKey("target")) {
      Map<String, Object> target = map(spec.get("target"), "spec.target");
      addCluster(target, "spec.target");
      String alias = text(target, "alias", "spec.target");
      addOffsetsTopic(alias, target.getOrDefault("offsetStorageTopic", OFFSETS_TOPIC));
      return alias;
    }
    List<Object> clusters = list(spec.get("clusters"), "spec.clusters");
    for (int i = 0; i < clusters.size(); i++) {
      String path = "spec.clusters[" + i + "]";
      addCluster(map(clusters.get(i), path), path);
    }
    String alias = spec.containsKey("connectCluster") ? text(spec, "connectCluster", "spec") : "";
    addOffsetsTopic(alias, OFFSETS_TOPIC);
    return alias;
  }

  /** Unless its config names another. */
  private void addOffsetsTopic(String alias, Object topic) {
    String key = alias + ".offset.storage.topic";
    if (settings.get(key).isEmpty()) {
      settings.put(new Setting(key, topic.toString(), ""));
    }
  }

  private void addCluster(Map<String, Object> cluster, String path) throws UnreadableException {
    String alias = text(cluster, "alias", path);
    if (aliases.contains(alias)) {
      return;
    }
    aliases.add(alias);
    settings.put(
        new Setting(
            alias + ".bootstrap.servers",
            text(cluster, "bootstrapServers", path),
            path + ".bootstrapServers"));
    access.add(alias, cluster, path);
    addConfig(alias + ".", cluster, path);
    for (String key : cluster.keySet()) {
      if (key.equals("offsetStorageTopic")) {
        find(Verdict.TAKEN, path + "." + key, "");
      } else if (!READ_OF_CLUSTER.contains(key)) {
        find(Verdict.IMPLIED, path + "." + key, "there is no Kafka Connect");
      }
    }
  }

  private void addMirror(Map<String, Object> mirror, String path, String connectCluster)
      throws UnreadableException {
    String source;
    if (mirror.containsKey("source")) {
      Map<String, Object> cluster = map(mirror.get("source"), path + ".source");
      addCluster(cluster, path + ".source");
      source = text(cluster, "alias", path + ".source");
    } else {
      source = text(mirror, "sourceCluster", path);
    }
    String target =
        mirror.containsKey("targetCluster") ? text(mirror, "targetCluster", path) : connectCluster;
    for (String key : mirror.keySet()) {
      if (!READ_OF_MIRROR.contains(key)) {
        find(
            Verdict.UNKNOWN,
            path + "." + key,
            DidYouMean.nearest(key, READ_OF_MIRROR)
                .map(nearest -> "did you mean \"" + nearest + "\"?")
                .orElse(""));
      }
    }
    expectCluster(source, path);
    expectCluster(target, path);
    String scope = new Pair(source, target).name() + ".";
    boolean copies = mirror.containsKey(SOURCE_CONNECTOR);
    settings.put(new Setting(scope + "enabled", Boolean.toString(copies), ""));
    if (!copies) {
      find(Verdict.NO_EQUAL, path, "has no sourceConnector and copies nothing: it is left out");
    }
    for (String kind : CONNECTORS) {
      if (mirror.containsKey(kind)) {
        addConnector(scope, kind, map(mirror.get(kind), path + "." + kind), path + "." + kind);
      }
    }
    addPattern(mirror, path, "topicsPattern", scope + "topics");
    addPattern(mirror, path, "topicsExcludePattern", scope + "topics.exclude");
    addPattern(mirror, path, "groupsPattern", scope + "groups");
    addPattern(mirror, path, "groupsExcludePattern", scope + "groups.exclude");
  }

  private void expectCluster(String alias, String path) throws UnreadableException {
    if (!aliases.contains(alias)) {
      throw new UnreadableException(
          path,
          "names the cluster \"" + alias + "\", which is not there",
          DidYouMean.nearest(alias, aliases)
              .map(nearest -> "did you mean \"" + nearest + "\"?")
              .orElse("clusters here: " + String.join(", ", aliases)));
    }
  }

  private void addPattern(Map<String, Object> mirror, String path, String key, String property) {
    if (mirror.get(key) != null) {
      settings
          .get(property)
          .ifPresent(hidden -> find(Verdict.IMPLIED, hidden.place(), key + " stands over it"));
      settings.put(new Setting(property, mirror.get(key).toString(), path + "." + key));
    }
  }

  private void addConnector(String scope, String kind, Map<String, Object> connector, String path)
      throws UnreadableException {
    if (kind.equals(SOURCE_CONNECTOR)) {
      addConfig(scope, connector, path);
    } else if (connector.get("config") != null) {
      map(connector.get("config"), path + ".config")
          .forEach((key, value) -> tell(path + ".config." + key, key, String.valueOf(value)));
    }
    for (String key : connector.keySet()) {
      if (key.equals("state") || key.equals("pause")) {
        find(Verdict.NO_EQUAL, path + "." + key, "a flow runs as long as its process does");
      } else if (!key.equals("config")) {
        find(Verdict.IMPLIED, path + "." + key, "there is no Kafka Connect");
      }
    }
  }

  /** Each connector has a scope of its own: what others are told decides of no record or name. */
  private void tell(String path, String key, String value) {
    ConnectorProperties.Known known =
        ConnectorProperties.of(key, value)
            .filter(found -> found.verdict() != Verdict.TAKEN)
            .orElse(new ConnectorProperties.Known(Verdict.IMPLIED, "said to another connector"));
    find(known.verdict(), path, known.why());
  }

  private void addConfig(String scope, Map<String, Object> holder, String path)
      throws UnreadableException {
    if (holder.get("config") == null) {
      return;
    }
    map(holder.get("config"), path + ".config")
        .forEach(
            (key, value) ->
                settings.put(
                    new Setting(scope + key, String.valueOf(value), path + ".config." + key)));
  }

  private void find(Verdict verdict, String property, String text) {
    findings.add(new Finding(verdict, property, "", text));
  }

  static String text(Map<String, Object> map, String key, String path) throws UnreadableException {
    Object value = map.get(key);
    if (value == null || value instanceof Map || value instanceof List) {
      throw new UnreadableException(path, "has no " + key, "");
    }
    return value.toString();
  }

  static Map<String, Object> map(Object value, String path) throws UnreadableException {
    if (!(value instanceof Map<?, ?> map)) {
      throw new UnreadableException(path, value == null ? "is missing" : "is no map", "");
    }
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, inner) -> copy.put(String.valueOf(key), inner));
    return copy;
  }

  private static List<Object> list(Object value, String path) throws UnreadableException {
    if (!(value instanceof List<?> list)) {
      throw new UnreadableException(path, value == null ? "is missing" : "is no list", "");
    }
    return new ArrayList<>(list);
  }
}
