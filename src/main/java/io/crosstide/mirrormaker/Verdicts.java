package io.crosstide.mirrormaker;

import io.crosstide.mirrormaker.Finding.Verdict;
import io.crosstide.topology.DidYouMean;
import io.crosstide.topology.OwnedProperties;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Says of every property what became of it. */
final class Verdicts {
  private static final String ARROW = "->";

  private final List<String> aliases;
  private final List<Pair> enabled;

  Verdicts(List<String> aliases, List<Pair> enabled) {
    this.aliases = List.copyOf(aliases);
    this.enabled = List.copyOf(enabled);
  }

  /**
   * A property with what it is for cut off.
   *
   * @param cluster whether that is a cluster
   */
  private record Scoped(Optional<Pair> pair, boolean cluster, String name) {}

  /**
   * @param told what was found out already; of those nothing more is said
   */
  List<Finding> of(Settings settings, List<Finding> told) {
    Set<String> done = new HashSet<>();
    told.forEach(finding -> done.add(finding.property()));
    List<Finding> findings = new ArrayList<>();
    for (Setting setting : settings.all()) {
      // Without a place: made of something that was told already.
      if (!done.contains(setting.key()) && !setting.place().isEmpty()) {
        findings.add(of(setting));
      }
    }
    return findings;
  }

  private Finding of(Setting setting) {
    Scoped scoped = scoped(setting.key());
    if (scoped.pair().isPresent()) {
      Pair pair = scoped.pair().get();
      for (String alias : List.of(pair.source(), pair.target())) {
        if (!aliases.contains(alias)) {
          return unknown(setting, "there is no cluster " + alias, alias, aliases);
        }
      }
      if (!enabled.contains(pair)) {
        return found(setting, Verdict.IMPLIED, pair.name() + " is not enabled, or takes no topic");
      }
    }
    Optional<ConnectorProperties.Known> known =
        ConnectorProperties.of(scoped.name(), setting.value());
    if (known.isEmpty()) {
      return ofClient(setting, scoped);
    }
    return scoped.cluster() && !ConnectorProperties.readOfClusters(scoped.name())
        ? found(
            setting, Verdict.UNKNOWN, "not read behind a cluster: write it alone or behind a flow")
        : found(setting, known.get().verdict(), known.get().why());
  }

  private Scoped scoped(String key) {
    int arrow = key.indexOf(ARROW);
    if (arrow > 0) {
      int dot = key.indexOf('.', arrow);
      String target = dot < 0 ? key.substring(arrow + 2) : key.substring(arrow + 2, dot);
      Pair pair = new Pair(key.substring(0, arrow), target);
      return new Scoped(Optional.of(pair), false, dot < 0 ? "" : key.substring(dot + 1));
    }
    for (String alias : aliases) {
      if (key.startsWith(alias + ".")) {
        return new Scoped(Optional.empty(), true, key.substring(alias.length() + 1));
      }
    }
    return new Scoped(Optional.empty(), false, key);
  }

  private Finding ofClient(Setting setting, Scoped scoped) {
    ClientProperty property = ClientProperty.parse(scoped.name());
    if (property.saidByTheFlow()) {
      String read = scoped.pair().isPresent() ? "(source\\.)?consumer\\..*" : "consumer\\..*";
      boolean scope = scoped.cluster() || scoped.pair().isPresent();
      return scope && scoped.name().matches(read) && !scoped.name().contains(".override.")
          ? found(setting, Verdict.TAKEN, "")
          : found(
              setting, Verdict.UNKNOWN, "read behind CLUSTER.consumer. or FLOW.consumer. alone");
    }
    Optional<String> mend = OwnedProperties.mend(property.name(), property.roles());
    if (mend.isPresent()) {
      return found(setting, Verdict.NO_EQUAL, "the mirror sets it itself: " + mend.get());
    }
    if (ClientNames.known(property.name())) {
      boolean read = scoped.cluster() || scoped.pair().isPresent() || property.ofAllClusters();
      return read
          ? found(setting, Verdict.TAKEN, "")
          : found(setting, Verdict.UNKNOWN, "not read alone: write it behind a cluster or a flow");
    }
    Set<String> meant = new TreeSet<>(ClientNames.all());
    meant.addAll(ConnectorProperties.names());
    return unknown(setting, "", property.name(), meant);
  }

  private static Finding unknown(
      Setting setting, String why, String word, Collection<String> known) {
    String nearest =
        DidYouMean.nearest(word, known).map(n -> "did you mean \"" + n + "\"?").orElse("");
    String text =
        String.join(": ", List.of(why, nearest).stream().filter(t -> !t.isEmpty()).toList());
    return found(
        setting, Verdict.UNKNOWN, text.isEmpty() ? "if a plugin needs it, add it by hand" : text);
  }

  private static Finding found(Setting setting, Verdict verdict, String why) {
    return new Finding(verdict, setting.key(), setting.place(), why);
  }
}
