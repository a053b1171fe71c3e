package io.crosstide.lab.demo;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A topology file changed as little as it takes to run it on local brokers: their bootstrap
 * addresses, no security settings, no replication factor that one broker can't give, no start
 * position that would skip the demo's records. Works on YAML nodes, so all else stays as written.
 */
final class LocalTopology {
  private static final Set<String> CLIENT_KEYS =
      Set.of("properties", "admin", "consumer", "producer");
  private static final Set<String> DROPPED = Set.of("replication-factor", "start");
  private static final Set<String> TOPIC_KEYS = Set.of("include", "match", "rename");
  private static final Pattern SECURITY =
      Pattern.compile("security\\..*|sasl\\..*|ssl\\..*|bootstrap\\.servers");

  private LocalTopology() {}

  /**
   * The file's text with the clusters' addresses replaced.
   *
   * @param yaml a topology without problems
   * @param bootstrap alias to local address, for every cluster of the topology
   */
  static String rewrite(String yaml, Map<String, String> bootstrap) {
    MappingNode root = compose(yaml);
    for (NodeTuple entry : mapping(root, "clusters").getValue()) {
      String alias = text(entry.getKeyNode());
      String address = bootstrap.get(alias);
      if (address == null) {
        throw new IllegalArgumentException("no local cluster for " + alias + " in " + bootstrap);
      }
      replace((MappingNode) entry.getValueNode(), "bootstrap", address);
    }
    localise(root);
    StringWriter out = new StringWriter();
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    new Yaml(options).serialize(root, out);
    return out.toString();
  }

  /** Topic names and expressions (between slashes) that the file mentions, in its order. */
  static Set<String> mentionedTopics(String yaml) {
    Set<String> mentioned = new LinkedHashSet<>();
    collect(compose(yaml), mentioned);
    return mentioned;
  }

  private static MappingNode compose(String yaml) {
    return (MappingNode) new Yaml(new LoaderOptions()).compose(new StringReader(yaml));
  }

  private static void localise(Node node) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(LocalTopology::localise);
    } else if (node instanceof MappingNode mapping) {
      List<NodeTuple> kept = new ArrayList<>();
      for (NodeTuple entry : mapping.getValue()) {
        String key = text(entry.getKeyNode());
        if (CLIENT_KEYS.contains(key) && entry.getValueNode() instanceof MappingNode client) {
          client.setValue(client.getValue().stream().filter(LocalTopology::harmless).toList());
          if (!client.getValue().isEmpty()) {
            kept.add(entry);
          }
        } else if (!DROPPED.contains(key)) {
          localise(entry.getValueNode());
          kept.add(entry);
        }
      }
      mapping.setValue(kept);
    }
  }

  /** Not about security, and no secret that this machine need not have. */
  private static boolean harmless(NodeTuple property) {
    return !SECURITY.matcher(text(property.getKeyNode())).matches()
        && !text(property.getValueNode()).contains("${");
  }

  private static void collect(Node node, Set<String> to) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(child -> collect(child, to));
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        if (TOPIC_KEYS.contains(text(entry.getKeyNode()))) {
          names(entry.getValueNode(), to);
        } else {
          collect(entry.getValueNode(), to);
        }
      }
    }
  }

  private static void names(Node node, Set<String> to) {
    switch (node) {
      case SequenceNode sequence -> sequence.getValue().forEach(child -> names(child, to));
      case MappingNode renames ->
          renames.getValue().forEach(entry -> to.add(text(entry.getKeyNode())));
      default -> to.add(text(node));
    }
  }

  private static MappingNode mapping(MappingNode parent, String key) {
    for (NodeTuple entry : parent.getValue()) {
      if (text(entry.getKeyNode()).equals(key)) {
        return (MappingNode) entry.getValueNode();
      }
    }
    throw new IllegalArgumentException("no \"" + key + "\" in the topology");
  }

  private static void replace(MappingNode parent, String key, String value) {
    List<NodeTuple> entries = new ArrayList<>();
    for (NodeTuple entry : parent.getValue()) {
      if (text(entry.getKeyNode()).equals(key)) {
        Node scalar =
            new ScalarNode(
                Tag.STR,
                value,
                entry.getValueNode().getStartMark(),
                entry.getValueNode().getEndMark(),
                DumperOptions.ScalarStyle.PLAIN);
        entries.add(new NodeTuple(entry.getKeyNode(), scalar));
      } else {
        entries.add(entry);
      }
    }
    parent.setValue(entries);
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }
}
