package io.crosstide.topology;

import io.crosstide.topology.Parsed.Fields;
import io.crosstide.topology.RegexNames.UntranslatableException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be wrong with a graph whose every key is right. */
final class GraphCheck {
  /** The rest is mostly more of the same. */
  static final int MAX_COLLISIONS = 20;

  private final Problems problems;
  private final Map<Flow, FlowDraft> drafts = new LinkedHashMap<>();

  GraphCheck(Problems problems, Map<FlowDraft, Flow> flows) {
    this.problems = problems;
    flows.forEach((draft, flow) -> drafts.put(flow, draft));
  }

  /** Clusters that are one and the same, and clusters that nothing uses. */
  void clusters(Optional<Fields> fields, Map<String, Cluster> clusters) {
    Map<String, String> ownerOfBroker = new HashMap<>();
    Set<String> used = new HashSet<>();
    for (Flow flow : drafts.keySet()) {
      used.add(flow.source().alias());
      used.add(flow.target().alias());
    }
    for (Cluster cluster : clusters.values()) {
      Place place = fields.orElseThrow().keyPlace(cluster.alias());
      cluster.brokers().stream()
          .map(broker -> ownerOfBroker.putIfAbsent(broker, cluster.alias()))
          .filter(owner -> owner != null && !owner.equals(cluster.alias()))
          .findFirst()
          .ifPresent(owner -> reportSameCluster(place, owner));
      if (!used.contains(cluster.alias()) && !problems.hasErrors()) {
        problems.warning(place, "is in no flow", "");
      }
    }
  }

  private void reportSameCluster(Place place, String owner) {
    problems.error(
        place,
        "has a bootstrap server of \"" + owner + "\": one cluster under two aliases",
        "one alias per cluster: loops can't be seen otherwise");
  }

  /**
   * Everything that depends on topic names. A flow whose settings have errors is left out: what it
   * would take is not known.
   */
  void names(Fields root) {
    if (problems.hasErrorWithin(TopologyShape.DEFAULTS.name())) {
      return;
    }
    List<Flow> flows = drafts.keySet().stream().filter(this::wellRead).toList();
    flows.forEach(this::checkRenames);
    checkMetricNames(flows);
    Expressions.warn(root, problems);
    FlowNames names = new FlowNames();
    try {
      checkCollisions(flows, new TargetNames(names));
      checkLoops(flows, new LoopProof(flows, names));
    } catch (NameSet.TooLargeException e) {
      problems.error(
          root.place(),
          "can't be proved free of loops and of doubly written topics: " + e.getMessage(),
          "use fewer flows with \"forward\", or simpler expressions");
    }
  }

  private boolean wellRead(Flow flow) {
    return drafts.get(flow).layers().stream()
        .noneMatch(layer -> problems.hasErrorWithin(layer.place().path()));
  }

  private void checkRenames(Flow flow) {
    Place place = drafts.get(flow).placeOf(TopologyShape.RENAME);
    flow.policy().naming().renames().keySet().stream()
        .filter(topic -> !flow.takes(topic))
        .forEach(
            topic ->
                problems.warning(
                    place,
                    "renames \"" + topic + "\", which " + flow.name() + " does not take",
                    "look at include, exclude and forward"));
    TargetNames.collisionWithin(flow)
        .ifPresent(
            collision ->
                problems.error(
                    place,
                    flow.name() + " would write two topics into \"" + collision.topic() + "\"",
                    "rename to different names, or exclude one of the topics"));
  }

  private void checkCollisions(List<Flow> flows, TargetNames targets) {
    List<TargetNames.Collision> collisions = targets.collisions(flows);
    collisions.stream()
        .limit(MAX_COLLISIONS)
        .forEach(
            collision ->
                problems.error(
                    drafts.get(collision.second()).place(),
                    "%s and %s can both write topic \"%s\" at %s"
                        .formatted(
                            collision.first().name(),
                            collision.second().name(),
                            collision.topic(),
                            collision.second().target().alias()),
                    "if that is meant, say \"merge: true\" for both; else use naming: prefix,"
                        + " rename, or narrow include"));
    if (collisions.size() > MAX_COLLISIONS) {
      int more = collisions.size() - MAX_COLLISIONS;
      Place place = drafts.get(collisions.getLast().second()).place();
      problems.error(place, "and " + more + " more flows that write a topic of another flow", "");
    }
  }

  private void checkLoops(List<Flow> flows, LoopProof proof) {
    for (LoopProof.Loop loop : proof.loops()) {
      problems.error(
          drafts.get(loop.way().getLast()).place(),
          "loop: " + loop.describe(),
          "remove \"forward\" from one of these flows, or narrow what it takes");
    }
  }

  /** Names said in full that Kafka's metrics can't tell apart. */
  private void checkMetricNames(List<Flow> flows) {
    Map<String, String> seen = new HashMap<>();
    for (Flow flow : flows) {
      for (String topic : flow.policy().naming().renames().values()) {
        String key = flow.target().alias() + " " + TopicNames.inMetrics(topic);
        String other = seen.putIfAbsent(key, topic);
        if (other != null && !other.equals(topic)) {
          problems.warning(
              drafts.get(flow).placeOf(TopologyShape.RENAME),
              "\"%s\" and \"%s\" at %s are one name in Kafka's metrics"
                  .formatted(other, topic, flow.target().alias()),
              "use either \".\" or \"_\" in topic names");
        }
      }
    }
  }

  /** Warns of expressions that the proof can't look into. */
  private static final class Expressions {
    private Expressions() {}

    static void warn(Parsed parsed, Problems problems) {
      switch (parsed) {
        case Parsed.Fields fields -> fields.fields().values().forEach(each -> warn(each, problems));
        case Parsed.Items items -> items.items().forEach(each -> warn(each, problems));
        case Parsed.Value value -> {
          if (value.value() instanceof TopicMatcher.Regex regex
              && !value.place().path().endsWith(TopologyShape.MATCH.name())) {
            warn(regex, value.place(), problems);
          }
        }
      }
    }

    private static void warn(TopicMatcher.Regex regex, Place place, Problems problems) {
      try {
        RegexNames.of(regex.pattern().pattern());
      } catch (UntranslatableException e) {
        problems.warning(
            place,
            "the loop proof does not know "
                + e.getMessage()
                + ": it assumes that an include matches every topic and an exclude none",
            "write it with classes, alternatives, groups and * + ? {n,m}");
      }
    }
  }
}
