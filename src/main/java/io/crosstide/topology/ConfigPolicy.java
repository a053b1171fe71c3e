package io.crosstide.topology;

import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Whose the configs of a flow's target topics are, key by key.
 *
 * @param owners by config name; {@link #OTHERS} stands for whatever has no owner otherwise
 * @param adopt whether topics that the flow did not create are kept in step as well
 */
public record ConfigPolicy(Map<String, ConfigOwner> owners, boolean adopt) {
  /** In place of a name: every config that has no owner, here or by preset. */
  public static final String OTHERS = "*";

  /** What holds when nothing is said. */
  public static final ConfigPolicy PRESET = new ConfigPolicy(Map.of(), false);

  /** Set and unset by tools while they move partitions. */
  private static final Pattern NOBODYS =
      Pattern.compile("(follower|leader)\\.replication\\.throttled\\.replicas");

  /**
   * What depends on the cluster: MirrorMaker 2's excludes, with the limits that KIP-937 split off
   * from the one that it excludes; placement; tiers.
   */
  private static final Pattern TARGETS =
      Pattern.compile(
          "message\\.timestamp\\..*"
              + "|unclean\\.leader\\.election\\.enable"
              + "|min\\.insync\\.replicas"
              + "|remote\\..*"
              + "|local\\.retention\\..*"
              + "|confluent\\..*");

  public ConfigPolicy {
    owners = Map.copyOf(owners);
  }

  /** Whether any config of a topic that is there may have to be altered. */
  public boolean followsSource() {
    return owners.containsValue(ConfigOwner.SOURCE)
        || owners.getOrDefault(OTHERS, ConfigOwner.SOURCE) == ConfigOwner.SOURCE;
  }

  /** Whether a new topic gets this config from its source. */
  public boolean createsWith(String key) {
    return switch (owner(key)) {
      case SOURCE, AT_CREATION -> true;
      case TARGET, IGNORE -> false;
    };
  }

  /** Whose this config is. */
  public ConfigOwner owner(String key) {
    Objects.requireNonNull(key, "key");
    ConfigOwner said = owners.get(key);
    if (said != null) {
      return said;
    }
    if (NOBODYS.matcher(key).matches()) {
      return ConfigOwner.IGNORE;
    }
    return TARGETS.matcher(key).matches()
        ? ConfigOwner.TARGET
        : owners.getOrDefault(OTHERS, ConfigOwner.SOURCE);
  }
}
