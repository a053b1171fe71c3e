package io.crosstide.mirrormaker;

import io.crosstide.mirrormaker.Finding.Verdict;
import io.crosstide.topology.OwnedProperties;
import io.crosstide.topology.Role;
import io.crosstide.topology.Side;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Client properties where the topology has them: for all clusters, for one, for a flow's side. */
final class Clients {
  private final Settings settings;
  private final Secrets secrets;
  private final Consumer<Finding> findings;

  Clients(Settings settings, Consumer<Finding> findings) {
    this.settings = settings;
    this.secrets = new Secrets(settings, findings);
    this.findings = findings;
  }

  Map<String, Object> clusters(List<String> aliases) throws UnreadableException {
    Map<String, Object> clusters = new LinkedHashMap<>();
    for (String alias : aliases) {
      Setting bootstrap =
          settings
              .first(List.of(alias + ".bootstrap.servers", "bootstrap.servers"))
              .orElseThrow(
                  () ->
                      new UnreadableException(
                          "",
                          "says no brokers of cluster " + alias,
                          "write " + alias + ".bootstrap.servers = HOST:9092"));
      Map<String, Object> cluster = new LinkedHashMap<>();
      cluster.put("bootstrap", secrets.shown(alias, "bootstrap.servers", bootstrap));
      add(cluster, alias, settings.behind(alias + "."), alias + ".");
      clusters.put(alias, cluster);
    }
    return clusters;
  }

  /** What is said without a cluster. */
  Map<String, Object> defaults() {
    Map<String, Object> defaults = new LinkedHashMap<>();
    add(defaults, "kafka", List.copyOf(settings.all()), "");
    return defaults;
  }

  /** What is said for one flow, under {@code source} and {@code target}. */
  Map<String, Object> ofFlow(Pair pair) {
    Map<String, Object> flow = new LinkedHashMap<>();
    for (Setting setting : settings.behind(pair.name() + ".")) {
      ClientProperty property = ClientProperty.parse(setting.key());
      if (!taken(property) || (property.role().isEmpty() && property.side().isEmpty())) {
        continue;
      }
      Optional<String> over = clusters(pair, property, setting.key());
      if (over.isPresent()) {
        String key = pair.name() + "." + setting.key();
        String text = over.get() + " stands over it";
        findings.accept(new Finding(Verdict.IMPLIED, key, setting.place(), text));
        continue;
      }
      for (Side side : sides(property)) {
        String alias = side == Side.SOURCE ? pair.source() : pair.target();
        put(
            map(flow, side == Side.SOURCE ? "source" : "target"),
            property,
            secrets.shown(alias, property.name(), whole(setting, pair.name() + ".")));
      }
    }
    return flow;
  }

  /** The property of the cluster that wins, for the flow does not say which side it means. */
  private Optional<String> clusters(Pair pair, ClientProperty property, String key) {
    if (property.side().isPresent()
        || property.role().filter(role -> role != Role.ADMIN).isEmpty()
        || key.contains(".override.")) {
      return Optional.empty();
    }
    String alias = property.role().get() == Role.CONSUMER ? pair.source() : pair.target();
    return settings.get(alias + "." + property.map() + "." + property.name()).map(Setting::key);
  }

  /** Consumers are of the source and producers of the target, unless it says so. */
  private static List<Side> sides(ClientProperty property) {
    return property
        .side()
        .map(List::of)
        .or(
            () ->
                property
                    .role()
                    .flatMap(
                        role ->
                            switch (role) {
                              case CONSUMER -> Optional.of(List.of(Side.SOURCE));
                              case PRODUCER -> Optional.of(List.of(Side.TARGET));
                              case ADMIN -> Optional.empty();
                            }))
        .orElse(List.of(Side.SOURCE, Side.TARGET));
  }

  private void add(Map<String, Object> into, String scope, List<Setting> said, String prefix) {
    for (Setting setting : said) {
      ClientProperty property = ClientProperty.parse(setting.key());
      boolean read = !prefix.isEmpty() || property.ofAllClusters();
      if (property.side().isEmpty() && read && taken(property)) {
        String value = secrets.shown(scope, property.name(), whole(setting, prefix));
        put(into, property, value);
      }
    }
  }

  private static Setting whole(Setting setting, String prefix) {
    return new Setting(prefix + setting.key(), setting.value(), setting.place());
  }

  static boolean taken(ClientProperty property) {
    return ClientNames.known(property.name())
        && !property.name().equals("bootstrap.servers")
        && !property.name().equals("config.providers")
        && !property.saidByTheFlow()
        && OwnedProperties.mend(property.name(), property.roles()).isEmpty();
  }

  private static void put(Map<String, Object> into, ClientProperty property, String value) {
    map(into, property.map()).put(property.name(), value);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Map<String, Object> into, String key) {
    return (Map<String, Object>) into.computeIfAbsent(key, k -> new TreeMap<String, Object>());
  }
}
