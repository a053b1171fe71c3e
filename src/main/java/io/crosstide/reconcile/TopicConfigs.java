package io.crosstide.reconcile;

import io.crosstide.batch.Codec;
import io.crosstide.topology.ConfigOwner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which configs a new target topic gets: what was set on the source topic and is the source's to
 * say; and that it takes whatever the source took: timestamps as they are (KIP-937 names the
 * limits), batches as large.
 */
final class TopicConfigs {
  static final String MAX_MESSAGE_BYTES = "max.message.bytes";
  static final String COMPRESSION = "compression.type";
  static final String TIMESTAMP_TYPE = "message.timestamp.type";
  static final String CLEANUP_POLICY = "cleanup.policy";

  /** Kafka's default of {@code message.max.bytes}: one MiB and the log's overhead. */
  static final int DEFAULT_MAX_MESSAGE_BYTES = 1024 * 1024 + 12;

  private static final String UNLIMITED = Long.toString(Long.MAX_VALUE);

  private TopicConfigs() {}

  /**
   * @param configs what to create the topic with
   * @param unknown names that the source topic sets and the target's brokers don't know
   */
  record Chosen(Map<String, String> configs, List<String> unknown) {}

  static Chosen forMirrorOf(ObservedTopic source, ObservedCluster target, ConfigRules rules) {
    Map<String, String> configs = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    new TreeMap<>(source.configs())
        .forEach(
            (key, value) -> {
              if (!value.explicit()
                  || value.sensitive()
                  || rules.owner(key) != ConfigOwner.SOURCE) {
                return;
              }
              if (target.mayKnow(key)) {
                configs.put(key, value.value());
              } else {
                unknown.add(key);
              }
            });
    source
        .maxMessageBytes()
        .ifPresent(bytes -> configs.put(MAX_MESSAGE_BYTES, Integer.toString(bytes)));
    configs.put(TIMESTAMP_TYPE, "CreateTime");
    configs.putAll(timestampLimits(target));
    return new Chosen(configs, unknown);
  }

  /**
   * Whether a topic bears what {@link #forMirrorOf} always sets and nobody else has a reason to: a
   * record of the creation could be lost between the two, or with the ledger.
   */
  static boolean createdByMirror(ObservedTopic topic, ObservedCluster target) {
    return set(topic, TIMESTAMP_TYPE, "CreateTime")
        && timestampLimits(target).entrySet().stream()
            .allMatch(limit -> set(topic, limit.getKey(), limit.getValue()));
  }

  /** Whether it is known not to bear that: it can't be told of a topic without readable configs. */
  static boolean createdByOthers(ObservedTopic topic, ObservedCluster target) {
    return !topic.configs().isEmpty() && !createdByMirror(topic, target);
  }

  private static boolean set(ObservedTopic topic, String key, String value) {
    ConfigValue present = topic.configs().get(key);
    return present != null && present.explicit() && present.value().equals(value);
  }

  /** Kafka 3.6 split one limit into two. */
  private static Map<String, String> timestampLimits(ObservedCluster target) {
    if (target.mayKnow("message.timestamp.before.max.ms")) {
      return Map.of(
          "message.timestamp.before.max.ms", UNLIMITED,
          "message.timestamp.after.max.ms", UNLIMITED);
    }
    return Map.of("message.timestamp.difference.max.ms", UNLIMITED);
  }

  /**
   * The codec that the topic's brokers turn every batch into, empty when they keep the writer's.
   */
  static Optional<Codec> codec(ObservedTopic topic) {
    return switch (topic.config(COMPRESSION)) {
      case "uncompressed" -> Optional.of(Codec.NONE);
      case "gzip" -> Optional.of(Codec.GZIP);
      case "snappy" -> Optional.of(Codec.SNAPPY);
      case "lz4" -> Optional.of(Codec.LZ4);
      case "zstd" -> Optional.of(Codec.ZSTD);
      default -> Optional.empty();
    };
  }
}
