package io.crosstide.topology;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * All that the topology says of a flow beside its two clusters, defaults filled in.
 *
 * @param selection which topics
 * @param naming their names at the target
 * @param topicDefaults what holds for every topic unless an override says otherwise
 * @param overrides per topic, in order; the first that says something of a key wins
 * @param limits of one instance
 * @param forward whether what was mirrored into the source is passed on
 * @param merge whether other flows may write the same target topics
 * @param delivery how often a record may stand at the target
 * @param topicRefresh how often new topics and partitions are looked for
 * @param sync what is kept in step beside records
 * @param sourceClient properties of clients of the source, over the cluster's
 * @param targetClient properties of clients of the target, over the cluster's
 */
record FlowPolicy(
    Selection selection,
    Naming naming,
    TopicSettings topicDefaults,
    List<TopicSettings.Override> overrides,
    Limits limits,
    boolean forward,
    boolean merge,
    Guarantee delivery,
    Duration topicRefresh,
    SyncPolicy sync,
    ClientSettings sourceClient,
    ClientSettings targetClient) {
  FlowPolicy {
    Objects.requireNonNull(selection, "selection");
    Objects.requireNonNull(naming, "naming");
    Objects.requireNonNull(topicDefaults, "topicDefaults");
    overrides = List.copyOf(overrides);
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(delivery, "delivery");
    Objects.requireNonNull(topicRefresh, "topicRefresh");
    Objects.requireNonNull(sync, "sync");
    Objects.requireNonNull(sourceClient, "sourceClient");
    Objects.requireNonNull(targetClient, "targetClient");
  }

  /** Whether this is said of losses, for every topic or for some. */
  boolean says(Predicate<LossSettings> what) {
    return what.test(topicDefaults.losses())
        || overrides.stream().anyMatch(override -> what.test(override.settings().losses()));
  }

  /** Every start position that is said, for every topic or for some. */
  Stream<StartPosition> starts() {
    return Stream.concat(
            Stream.of(topicDefaults), overrides.stream().map(TopicSettings.Override::settings))
        .map(TopicSettings::start)
        .filter(Objects::nonNull);
  }

  /**
   * What is said of isolation alone, as texts, the last for all other topics. Policies that are
   * equal in it read every topic alike, whichever of them they take.
   */
  List<String> isolations() {
    Isolation others = topicDefaults.isolationOrDefault();
    List<TopicSettings.Override> said =
        overrides.stream().filter(each -> each.settings().isolation() != null).toList();
    if (said.stream().allMatch(each -> each.settings().isolation() == others)) {
      return List.of(others.name());
    }
    return Stream.concat(
            said.stream().map(each -> each.match().text() + " " + each.settings().isolation()),
            Stream.of(others.name()))
        .distinct()
        .toList();
  }

  TopicSettings settings(String topic) {
    return overrides(topic).orElse(topicDefaults);
  }

  /** Of a topic of heartbeats. */
  TopicSettings heartbeatSettings(String topic) {
    return overrides(topic).orElse(Heartbeats.SETTINGS).orElse(topicDefaults);
  }

  private TopicSettings overrides(String topic) {
    TopicSettings settings = TopicSettings.NONE;
    for (TopicSettings.Override override : overrides) {
      if (override.match().matches(topic)) {
        settings = settings.orElse(override.settings());
      }
    }
    return settings;
  }
}
