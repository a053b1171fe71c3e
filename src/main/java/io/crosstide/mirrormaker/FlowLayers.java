package io.crosstide.mirrormaker;

import io.crosstide.mirrormaker.Finding.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Settings of flows, with MirrorMaker 2's defaults where it says nothing. */
final class FlowLayers {
  private static final String DEFAULT_POLICY = "DefaultReplicationPolicy";
  private static final String IDENTITY_POLICY = "IdentityReplicationPolicy";
  private static final String DEFAULT_SEPARATOR = ".";

  /** MirrorSourceConfig: of topics that it creates. */
  private static final int DEFAULT_REPLICATION_FACTOR = 2;

  /** Of Connect, in whose dedicated mode it is named after the source. */
  private static final String OFFSETS_TOPIC = "offset.storage.topic";

  private static final int MAX_REFRESH_SECONDS = 3_600;

  private final Settings settings;
  private final List<Pair> pairs;
  private final Consumer<Finding> findings;
  private final boolean circles;

  /**
   * @param circles whether under names that are kept a flow may pass on what was mirrored: between
   *     clusters that form a circle, MirrorMaker 2 does so without end
   */
  FlowLayers(Settings settings, List<Pair> pairs, Consumer<Finding> findings, boolean circles) {
    this.settings = settings;
    this.pairs = List.copyOf(pairs);
    this.findings = findings;
    this.circles = circles;
  }

  Map<String, Map<String, Object>> flows() throws UnreadableException {
    ConfigSync sync = new ConfigSync(settings, findings);
    Map<String, Map<String, Object>> flows = new LinkedHashMap<>();
    for (Pair pair : pairs) {
      Map<String, Object> flow = new LinkedHashMap<>();
      addSelection(flow, pair);
      addNaming(flow, pair);
      addStart(flow, pair);
      addNumbers(flow, pair);
      addAdopt(flow, pair);
      sync.add(flow, pair);
      flows.put(pair.name(), flow);
    }
    return flows;
  }

  /** What all flows say alike. */
  static Map<String, Object> common(Map<String, Map<String, Object>> flows) {
    Map<String, Object> common = new LinkedHashMap<>(flows.values().iterator().next());
    common
        .entrySet()
        .removeIf(
            entry ->
                flows.values().stream()
                    .anyMatch(flow -> !entry.getValue().equals(flow.get(entry.getKey()))));
    return common;
  }

  private void addSelection(Map<String, Object> flow, Pair pair) throws UnreadableException {
    Optional<Setting> topics = Pair.said(settings, pair, "topics");
    List<String> include = topics.isPresent() ? Selection.include(topics.get()) : List.of();
    if (!include.isEmpty()) {
      flow.put("include", include);
    }
    List<String> exclude = new ArrayList<>(excluded(pair));
    exclude.addAll(Selection.concerning(include, never(pair)));
    if (!exclude.isEmpty()) {
      flow.put("exclude", exclude.stream().distinct().toList());
    }
    List<String> once = Selection.concerning(include, List.of(NeverCopied.BEFORE_KAFKA_4));
    if (!exclude.containsAll(once)) {
      findings.accept(
          new Finding(
              Verdict.LOOK,
              "MirrorMaker 2 before 4.0",
              "",
              "took no topic whose name ends with .internal or -internal, later ones do: exclude \""
                  + NeverCopied.BEFORE_KAFKA_4
                  + "\" if yours is older"));
    }
  }

  private List<String> never(Pair pair) throws UnreadableException {
    List<String> never = new ArrayList<>(NeverCopied.HIDDEN);
    if (Pair.said(settings, pair, "replication.policy.internal.topic.separator.enabled")
        .map(Setting::saysTrue)
        .orElse(true)) {
      never.addAll(NeverCopied.internal(separator(pair)));
    }
    if (!identity(pair)) {
      never.add(NeverCopied.cycle(pair.target(), separator(pair)));
    }
    return never;
  }

  private List<String> excluded(Pair pair) throws UnreadableException {
    Optional<Setting> excluded = Pair.said(settings, pair, "topics.exclude");
    if (excluded.isEmpty()) {
      return List.of();
    }
    List<String> gone = Selection.noLongerExcluded(excluded.get());
    if (!gone.isEmpty()) {
      find(
          Verdict.NO_EQUAL,
          excluded.get(),
          "takes away the default "
              + String.join(", ", gone)
              + ", which stays: topics that it matches are taken when include names them in full");
    }
    return Selection.exclude(excluded.get());
  }

  private void addNaming(Map<String, Object> flow, Pair pair) throws UnreadableException {
    boolean identity = identity(pair);
    if (identity) {
      flow.put("naming", "identity");
    }
    if (!identity && !separator(pair).equals(DEFAULT_SEPARATOR)) {
      flow.put("separator", separator(pair));
    }
    addForward(flow, pair, identity);
    if (identity && sharesTarget(pair)) {
      flow.put("merge", true);
      implied(pair, "other flows write the same topics of its target: merge");
    }
  }

  private String separator(Pair pair) throws UnreadableException {
    Optional<Setting> said = Pair.said(settings, pair, "replication.policy.separator");
    if (said.isEmpty()) {
      return DEFAULT_SEPARATOR;
    }
    if (!said.get().value().matches("[._-]{1,3}")) {
      if (identity(pair)) {
        return DEFAULT_SEPARATOR;
      }
      throw new UnreadableException(
          said.get().place(),
          "a separator of other characters than . _ - has no equal",
          "give every topic its name under rename");
    }
    return said.get().value();
  }

  private void addForward(Map<String, Object> flow, Pair pair, boolean identity) {
    if (passesOn(pair) && (circles || !identity)) {
      flow.put("forward", true);
      implied(pair, "passes on what was mirrored into its source, as MirrorMaker 2 does: forward");
    } else if (passesOn(pair)) {
      Setting policy = Pair.said(settings, pair, "replication.policy.class").orElseThrow();
      find(
          Verdict.NO_EQUAL,
          policy,
          pair.name()
              + " takes only what applications wrote at "
              + pair.source()
              + ": passed on under one name, records would go in a circle");
    } else if (pairs.stream().noneMatch(other -> other.target().equals(pair.source()))) {
      findings.accept(
          new Finding(
              Verdict.LOOK,
              pair.source(),
              "",
              "no flow here writes at it. If another file or resource mirrors into it, MirrorMaker 2"
                  + " passes that on: say forward: true for the flows from it"
                  + (identity ? ", unless they form a circle" : "")));
    }
  }

  private boolean identity(Pair pair) throws UnreadableException {
    Optional<Setting> policy = Pair.said(settings, pair, "replication.policy.class");
    if (policy.isEmpty()) {
      return false;
    }
    String type = policy.get().value();
    String name = type.substring(type.lastIndexOf('.') + 1);
    if (!name.equals(DEFAULT_POLICY) && !name.equals(IDENTITY_POLICY)) {
      throw new UnreadableException(
          policy.get().place(),
          "the names that " + name + " gives are not known",
          "give the flow naming and rename by hand: other names would copy every topic again");
    }
    return name.equals(IDENTITY_POLICY);
  }

  /** MirrorMaker 2 takes mirrored topics too, unless they come from where it goes. */
  private boolean passesOn(Pair pair) {
    return pairs.stream()
        .anyMatch(
            other -> other.target().equals(pair.source()) && !other.source().equals(pair.target()));
  }

  private boolean sharesTarget(Pair pair) throws UnreadableException {
    for (Pair other : pairs) {
      if (!other.equals(pair) && other.target().equals(pair.target()) && identity(other)) {
        return true;
      }
    }
    return false;
  }

  private void addStart(Map<String, Object> flow, Pair pair) {
    Optional<Setting> topic =
        settings.first(
            List.of(
                pair.name() + ".offsets.storage.topic",
                pair.target() + "." + OFFSETS_TOPIC,
                OFFSETS_TOPIC));
    flow.put("start", "mirror-maker" + topic.map(said -> ":" + said.value()).orElse(""));
    Optional<Setting> reset = pair.ofConsumer(settings, "auto.offset.reset");
    if (reset.isPresent() && !reset.get().value().equals("earliest")) {
      find(
          Verdict.NO_EQUAL,
          reset.get(),
          "a partition of which MirrorMaker 2 has copied nothing begins at its first record; say"
              + " start: latest for its topic when that is too much");
    }
    Optional<Setting> isolation = pair.ofConsumer(settings, "isolation.level");
    if (isolation.isPresent() && isolation.get().value().equals("read_uncommitted")) {
      flow.put("isolation", "read_uncommitted");
    }
  }

  private void addNumbers(Map<String, Object> flow, Pair pair) throws UnreadableException {
    Optional<Setting> factor = Pair.said(settings, pair, "replication.factor");
    int replicas = factor.isPresent() ? factor.get().number() : DEFAULT_REPLICATION_FACTOR;
    if (replicas > 0) {
      flow.put("replication-factor", replicas);
    }
    Optional<Setting> refresh = Pair.said(settings, pair, "refresh.topics.interval.seconds");
    if (refresh.isPresent()) {
      int seconds = Math.max(1, Math.min(MAX_REFRESH_SECONDS, refresh.get().number()));
      flow.put("topic-refresh", seconds + "s");
    }
    addHeartbeats(flow, pair);
  }

  private void addHeartbeats(Map<String, Object> flow, Pair pair) throws UnreadableException {
    Optional<Setting> emitted = Pair.said(settings, pair, "emit.heartbeats.enabled");
    Optional<Setting> interval = Pair.said(settings, pair, "emit.heartbeats.interval.seconds");
    if (emitted.isPresent() && emitted.get().value().equalsIgnoreCase("false")) {
      flow.put("heartbeats", "never");
    } else if (interval.isPresent()) {
      int seconds = Math.max(1, Math.min(MAX_REFRESH_SECONDS, interval.get().number()));
      flow.put("heartbeats", seconds + "s");
    }
  }

  /** Topics that MirrorMaker 2 has created bear no mark of the flow. */
  private void addAdopt(Map<String, Object> flow, Pair pair) throws UnreadableException {
    if (!identity(pair) || !(sharesTarget(pair) || comesBack(pair))) {
      flow.put("adopt", true);
    } else if (!sharesTarget(pair)) {
      findings.accept(
          new Finding(
              Verdict.NO_EQUAL,
              pair.name(),
              "",
              "leaves alone the configs of topics that it did not create: under one name in a circle"
                  + " they would follow each other. Say adopt: true where the applications are not"));
    }
  }

  /** Whether flows lead from its target to its source. */
  private boolean comesBack(Pair pair) {
    Set<String> reached = new HashSet<>(Set.of(pair.target()));
    boolean more = true;
    while (more) {
      more = false;
      for (Pair other : pairs) {
        more |= reached.contains(other.source()) && reached.add(other.target());
      }
    }
    return reached.contains(pair.source());
  }

  private void implied(Pair pair, String text) {
    findings.accept(new Finding(Verdict.IMPLIED, pair.name(), "", text));
  }

  private void find(Verdict verdict, Setting setting, String text) {
    Finding finding = new Finding(verdict, setting.key(), setting.place(), text);
    findings.accept(finding);
  }
}
