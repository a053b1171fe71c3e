package io.crosstide.reconcile;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The configs that a target topic is created with: what was set on the source topic, but for what
 * belongs to a cluster rather than to a topic, and such limits that the target takes every record
 * the source took.
 */
final class CreationConfigs {
  static final String MAX_MESSAGE_BYTES = "max.message.bytes";

  /**
   * What MirrorMaker 2 leaves out by default, the timestamp limits it means to leave out, and
   * placement.
   */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "follower.replication.throttled.replicas",
          "leader.replication.throttled.replicas",
          "message.timestamp.type",
          "message.timestamp.difference.max.ms",
          "message.timestamp.before.max.ms",
          "message.timestamp.after.max.ms",
          "message.format.version",
          "unclean.leader.election.enable",
          "min.insync.replicas",
          "remote.storage.enable",
          "remote.log.copy.disable",
          "remote.log.delete.on.disable",
          "local.retention.ms",
          "local.retention.bytes");

  private CreationConfigs() {}

  static Map<String, String> of(ObservedTopic source) {
    Map<String, String> configs = new TreeMap<>();
    source
        .configs()
        .forEach(
            (key, config) -> {
              if (config.explicit() && !config.value().isEmpty() && !LEFT_OUT.contains(key)) {
                configs.put(key, config.value());
              }
            });
    // Effective, not just explicit: what the source's cluster allows by default, the target's may
    // not.
    source.value(MAX_MESSAGE_BYTES).ifPresent(bytes -> configs.put(MAX_MESSAGE_BYTES, bytes));
    // The record keeps the timestamp that readers of the source see, however old or new it is.
    configs.put("message.timestamp.type", "CreateTime");
    if (source.configs().containsKey("message.timestamp.before.max.ms")) {
      configs.put("message.timestamp.before.max.ms", Long.toString(Long.MAX_VALUE));
      configs.put("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
    }
    return configs;
  }
}
