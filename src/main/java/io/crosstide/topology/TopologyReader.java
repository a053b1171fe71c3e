package io.crosstide.topology;

import io.crosstide.topology.Parsed.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a topology file and checks all of it. Nothing is resolved: secrets stay placeholders. A
 * file that can't be read is a problem like any other, not an exception.
 */
public final class TopologyReader {
  private final Problems problems;
  private final String file;

  private TopologyReader(String file) {
    this.file = file;
    this.problems = new Problems(file);
  }

  /** Reads a file; every problem of it is in the result. */
  public static ReadResult read(Path file) {
    TopologyReader reader = new TopologyReader(file.toString());
    return reader.read(new YamlDocument(reader.problems).read(file));
  }

  /**
   * Reads text that is already there.
   *
   * @param file what to call it in problems
   */
  public static ReadResult read(String file, String yaml) {
    TopologyReader reader = new TopologyReader(file);
    return reader.read(new YamlDocument(reader.problems).read(yaml));
  }

  private ReadResult read(Optional<Node> node) {
    Optional<Topology> topology =
        node.flatMap(root -> new ShapeReader(problems).read(root, TopologyShape.ROOT, ""))
            .map(root -> build((Fields) root));
    return new ReadResult(problems.hasErrors() ? Optional.empty() : topology, problems.list());
  }

  private Topology build(Fields root) {
    Map<String, Cluster> clusters = clusters(root);
    Optional<Fields> clusterFields = root.map(TopologyShape.CLUSTERS);
    List<String> aliases =
        clusterFields.map(fields -> List.copyOf(fields.keys().keySet())).orElse(List.of());
    List<FlowDraft> drafts = new FlowDrafts(problems, aliases).expand(root);
    if (drafts.isEmpty() && !problems.hasErrors()) {
      problems.error(root.place(), "has no flows", "add \"patterns\", or \"flows\" as nyc->lon");
    }
    Map<FlowDraft, Flow> flows = flows(drafts, clusters);
    GraphCheck check = new GraphCheck(problems, flows);
    check.clusters(clusterFields, clusters);
    check.names(root);
    return new Topology(file, clusters, List.copyOf(flows.values()));
  }

  private static Map<String, Cluster> clusters(Fields root) {
    ClientSettings defaults =
        root.map(TopologyShape.DEFAULTS).map(PolicyReader::client).orElse(ClientSettings.NONE);
    Map<String, Cluster> clusters = new LinkedHashMap<>();
    root.map(TopologyShape.CLUSTERS)
        .ifPresent(
            fields ->
                fields
                    .fields()
                    .forEach(
                        (alias, parsed) -> {
                          Fields cluster = (Fields) parsed;
                          clusters.put(
                              alias,
                              new Cluster(
                                  alias,
                                  cluster.value(TopologyShape.BOOTSTRAP, String.class).orElse(""),
                                  PolicyReader.client(cluster).over(defaults)));
                        }));
    return clusters;
  }

  /** Flows whose clusters could be read. */
  private static Map<FlowDraft, Flow> flows(List<FlowDraft> drafts, Map<String, Cluster> clusters) {
    Map<FlowDraft, FlowPolicy> policies = new LinkedHashMap<>();
    List<Lineage.PrefixFlow> prefixes = new ArrayList<>();
    for (FlowDraft draft : drafts) {
      if (clusters.containsKey(draft.source()) && clusters.containsKey(draft.target())) {
        FlowPolicy policy = PolicyReader.policy(draft);
        policies.put(draft, policy);
        String prefix = policy.naming().prefix(draft.source());
        if (!prefix.isEmpty()) {
          prefixes.add(new Lineage.PrefixFlow(draft.source(), draft.target(), prefix));
        }
      }
    }
    Lineage lineage = new Lineage(prefixes);
    Map<FlowDraft, Flow> flows = new LinkedHashMap<>();
    policies.forEach(
        (draft, policy) ->
            flows.put(
                draft,
                new Flow(
                    clusters.get(draft.source()), clusters.get(draft.target()), policy, lineage)));
    return flows;
  }
}
