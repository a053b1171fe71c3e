package io.crosstide.topology;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Kafka's rules for topic names, and which names are never mirrored. The source of the rules:
 * Kafka, {@code org.apache.kafka.common.internals.Topic}.
 */
final class TopicNames {
  static final int MAX_LENGTH = 249;

  /** Where flows, like MirrorMaker 2, write heartbeats at their source. */
  static final String HEARTBEATS = "heartbeats";

  /** Crosstide's own topics: registry, ledger, ownership. */
  static final String OWN_PREFIX = "__crosstide";

  /** What brokers keep for themselves: copied to another cluster they would do harm. */
  static final Set<String> BROKER_INTERNAL =
      Set.of(
          "__consumer_offsets", "__transaction_state", "__share_group_state", "__cluster_metadata");

  /**
   * MirrorMaker 2's default excludes ({@code topics.exclude}), its heartbeats and its checkpoints.
   * A topic that {@code include} names in full is taken in spite of them.
   */
  static final List<TopicMatcher> DEFAULT_EXCLUDES =
      List.of(
          TopicMatcher.parse("/mm2.*\\.internal/"),
          TopicMatcher.parse("/.*\\.checkpoints\\.internal/"),
          TopicMatcher.parse("/(.*\\.)?heartbeats/"),
          TopicMatcher.parse("/.*\\.replica/"),
          TopicMatcher.parse("/__.*/"));

  private static final Pattern CHARACTERS = Pattern.compile("[a-zA-Z0-9._-]+");

  private TopicNames() {}

  static boolean legal(String name) {
    return wellFormed(name) && name.length() <= MAX_LENGTH;
  }

  /** Legal but for its length. */
  static boolean wellFormed(String name) {
    return CHARACTERS.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }

  /** True for names that no setting can select. */
  static boolean never(String name) {
    return name.startsWith(OWN_PREFIX) || BROKER_INTERNAL.contains(name);
  }

  /** Kafka's metric names hold {@code _} for {@code .}, so such names share their metrics. */
  static String inMetrics(String name) {
    return name.replace('.', '_');
  }
}
