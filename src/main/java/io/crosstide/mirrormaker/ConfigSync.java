package io.crosstide.mirrormaker;

import io.crosstide.mirrormaker.Finding.Verdict;
import io.crosstide.topology.ConfigOwner;
import io.crosstide.topology.ConfigPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What MirrorMaker 2 keeps in step beside records: topic configs, and ACLs. Its defaults are those
 * of MirrorSourceConfig and DefaultConfigPropertyFilter.
 */
final class ConfigSync {
  static final String ENABLED = "sync.topic.configs.enabled";
  static final String INTERVAL = "sync.topic.configs.interval.seconds";
  static final String EXCLUDE = "config.properties.exclude";
  static final String ACLS = "sync.topic.acls.enabled";

  /** Those of the default excludes that a flow could take from its source instead. */
  private static final List<String> DEFAULT_EXCLUDES =
      List.of("unclean.leader.election.enable", "min.insync.replicas");

  private static final int MAX_INTERVAL_SECONDS = 86_400;

  private final Settings settings;
  private final Consumer<Finding> findings;

  ConfigSync(Settings settings, Consumer<Finding> findings) {
    this.settings = settings;
    this.findings = findings;
  }

  void add(Map<String, Object> flow, Pair pair) throws UnreadableException {
    Map<String, Object> owners = new LinkedHashMap<>();
    Optional<Setting> exclude = Pair.said(settings, pair, EXCLUDE);
    if (exclude.isPresent()) {
      addExcluded(owners, exclude.get());
    }
    Optional<Setting> enabled = Pair.said(settings, pair, ENABLED);
    if (enabled.isPresent() && enabled.get().value().equalsIgnoreCase("false")) {
      owners.put(ConfigPolicy.OTHERS, "at-creation");
    }
    if (!owners.isEmpty()) {
      flow.put("configs", owners);
    }
    Optional<Setting> interval = Pair.said(settings, pair, INTERVAL);
    if (interval.isPresent()) {
      int seconds = interval.get().number();
      flow.put("sync-refresh", Math.max(1, Math.min(MAX_INTERVAL_SECONDS, seconds)) + "s");
    }
    if (Pair.said(settings, pair, ACLS).isEmpty()) {
      findings.accept(
          new Finding(
              Verdict.NO_EQUAL,
              ACLS,
              "",
              "true unless it is said: " + ConnectorProperties.NO_ACLS));
    }
  }

  private void addExcluded(Map<String, Object> owners, Setting exclude) {
    List<String> unsaid = new ArrayList<>(DEFAULT_EXCLUDES);
    List<String> expressions = new ArrayList<>();
    for (String regex : Settings.list(exclude.value())) {
      String name = regex.replace("\\.", ".");
      unsaid.removeIf(each -> each.equals(name));
      if (!name.matches("[a-z0-9.]+")) {
        expressions.add(regex);
      } else if (ConfigPolicy.PRESET.owner(name) == ConfigOwner.SOURCE) {
        owners.put(name, "target");
      }
    }
    String text = "";
    if (!expressions.isEmpty()) {
      text = "expressions have no equal: name under configs what " + expressions + " matches. ";
    }
    if (!unsaid.isEmpty()) {
      text += "No longer excluded: " + String.join(", ", unsaid);
      text += ", which stay the target's unless configs says that they are the source's";
    }
    if (!text.isEmpty()) {
      findings.accept(new Finding(Verdict.NO_EQUAL, exclude.key(), exclude.place(), text.strip()));
    }
  }
}
