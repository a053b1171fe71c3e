package io.crosstide.reconcile;

import io.crosstide.batch.Codec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which configs a new target topic gets: what was set on the source topic, but for what belongs to
 * one cluster (MirrorMaker 2's excludes, placement, tiers); and that it takes whatever the source
 * took: timestamps as they are (KIP-937 names the limits), batches as large.
 */
final class TopicConfigs {
  static final String MAX_MESSAGE_BYTES = "max.message.bytes";
  static final String COMPRESSION = "compression.type";
  static final String TIMESTAMP_TYPE = "message.timestamp.type";
  static final String CLEANUP_POLICY = "cleanup.policy";

  /** Kafka's default of {@code message.max.bytes}: one MiB and the log's overhead. */
  static final int DEFAULT_MAX_MESSAGE_BYTES = 1024 * 1024 + 12;

  private static final Pattern OF_ONE_CLUSTER =
      Pattern.compile(
          "(follower|leader)\\.replication\\.throttled\\.replicas"
              + "|message\\.timestamp\\..*"
              + "|unclean\\.leader\\.election\\.enable"
              + "|min\\.insync\\.replicas"
              + "|remote\\..*"
              + "|local\\.retention\\..*"
              + "|confluent\\..*");

  private static final String UNLIMITED = Long.toString(Long.MAX_VALUE);

  private TopicConfigs() {}

  /**
   * @param configs what to create the topic with
   * @param unknown names that the source topic sets and the target's brokers don't know
   */
  record Chosen(Map<String, String> configs, List<String> unknown) {}

  static Chosen forMirrorOf(ObservedTopic source, ObservedCluster target) {
    Map<String, String> configs = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    new TreeMap<>(source.configs())
        .forEach(
            (key, value) -> {
              if (!value.explicit() || value.sensitive() || ofOneCluster(key)) {
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

  static boolean ofOneCluster(String key) {
    return OF_ONE_CLUSTER.matcher(key).matches();
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
