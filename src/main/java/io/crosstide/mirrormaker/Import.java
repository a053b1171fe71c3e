package io.crosstide.mirrormaker;

import io.crosstide.mirrormaker.Finding.Verdict;
import io.crosstide.topology.Problem;
import io.crosstide.topology.ReadResult;
import io.crosstide.topology.TopologyReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a configuration of MirrorMaker 2 into the topology that does the same. What can't be said
 * is told, never left out in silence; what would name topics otherwise is refused.
 */
public final class Import {
  private final Settings settings;
  private final List<Finding> findings = new ArrayList<>();

  private Import(Settings settings) {
    this.settings = settings;
  }

  /**
   * The equal topology.
   *
   * @param yaml a topology that our own reader takes
   * @param findings what became of every property, in the file's order
   */
  public record Imported(String yaml, List<Finding> findings) {
    public Imported {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Of a properties file, as {@code connect-mirror-maker.sh} takes it.
   *
   * @throws UnreadableException when it can't be read or there is no equal topology
   */
  public static Imported ofProperties(String text) throws UnreadableException {
    return new Import(PropertiesFile.read(text)).imported();
  }

  /**
   * Of a Strimzi resource of kind KafkaMirrorMaker2, v1beta2 or v1.
   *
   * @throws UnreadableException when it can't be read or there is no equal topology
   */
  public static Imported ofStrimzi(String text) throws UnreadableException {
    StrimziResource resource = new StrimziResource(text);
    Import started = new Import(resource.settings());
    started.findings.addAll(resource.findings());
    return started.imported();
  }

  private Imported imported() throws UnreadableException {
    List<String> aliases =
        Settings.list(
            settings
                .get("clusters")
                .orElseThrow(
                    () ->
                        new UnreadableException(
                            "", "says no clusters", "write clusters = nyc, lon"))
                .value());
    List<Pair> pairs = pairs(aliases);
    List<Finding> seen = List.copyOf(findings);
    String yaml = yaml(aliases, pairs, true);
    if (!TopologyReader.read("", yaml).topology().isPresent()) {
      findings.clear();
      findings.addAll(seen);
      yaml = yaml(aliases, pairs, false);
    }
    expectUsable(yaml);
    findings.addAll(new Verdicts(aliases, pairs).of(settings, findings));
    return new Imported(yaml, findings.stream().distinct().toList());
  }

  private String yaml(List<String> aliases, List<Pair> pairs, boolean circles)
      throws UnreadableException {
    Clients clients = new Clients(settings, findings::add);
    Map<String, Object> clusters = clients.clusters(aliases);
    FlowLayers layers = new FlowLayers(settings, pairs, findings::add, circles);
    Map<String, Map<String, Object>> flows = layers.flows();
    Map<String, Object> defaults = FlowLayers.common(flows);
    for (Pair pair : pairs) {
      flows.get(pair.name()).keySet().removeAll(defaults.keySet());
      flows.get(pair.name()).putAll(clients.ofFlow(pair));
    }
    defaults.putAll(clients.defaults());
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("clusters", clusters);
    if (!defaults.isEmpty()) {
      root.put("defaults", defaults);
    }
    root.put("flows", flows);
    return YamlText.of(root);
  }

  /** Flows that are enabled, those of which nothing is said are not, and that take topics. */
  private List<Pair> pairs(List<String> aliases) throws UnreadableException {
    List<Pair> pairs = new ArrayList<>();
    for (String source : aliases) {
      for (String target : aliases) {
        Pair pair = new Pair(source, target);
        if (!source.equals(target) && enabled(pair)) {
          pairs.add(pair);
        }
      }
    }
    if (pairs.isEmpty()) {
      throw new UnreadableException(
          "",
          "enables no flow between its clusters",
          "write nyc->lon.enabled = true, in Strimzi a sourceConnector");
    }
    for (Pair pair : List.copyOf(pairs)) {
      Optional<Setting> blank = blankTopics(pair);
      if (blank.isPresent()) {
        pairs.remove(pair);
        leaveOut(pair, blank.get(), pairs.isEmpty());
      }
    }
    return pairs;
  }

  /** What is said of all flows enables those whose heartbeats let MirrorMaker 2 look at them. */
  private boolean enabled(Pair pair) {
    Optional<Setting> own = settings.get(pair.name() + ".enabled");
    if (own.isPresent()) {
      return own.get().saysTrue();
    }
    Optional<Setting> heartbeats = Pair.said(settings, pair, "emit.heartbeats.enabled");
    return heartbeats.map(Setting::saysTrue).orElse(true)
        && settings.get("enabled").filter(Setting::saysTrue).isPresent();
  }

  /** A blank list of topics matches none in MirrorMaker 2, while no list matches all. */
  private Optional<Setting> blankTopics(Pair pair) {
    return Pair.said(settings, pair, "topics")
        .filter(topics -> Settings.list(topics.value()).isEmpty());
  }

  private void leaveOut(Pair pair, Setting blank, boolean last) throws UnreadableException {
    String text = "is blank, which matches no topic";
    if (last) {
      throw new UnreadableException(
          blank.place(), blank.key() + " " + text + ": nothing is mirrored", "name the topics");
    }
    String flow = ": the flow " + pair.name() + " is left out";
    findings.add(new Finding(Verdict.NO_EQUAL, blank.key(), blank.place(), text + flow));
  }

  private static void expectUsable(String yaml) throws UnreadableException {
    ReadResult read = TopologyReader.read("the equal topology", yaml);
    if (read.topology().isEmpty()) {
      StringBuilder text = new StringBuilder("there is no equal topology that can be used:");
      read.problems().stream()
          .filter(problem -> problem.severity() == Problem.Severity.ERROR)
          .forEach(problem -> text.append("\n  ").append(problem.format()));
      throw new UnreadableException("", text.toString(), "");
    }
  }
}
