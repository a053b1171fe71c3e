package io.crosstide.topology;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What can be said for a whole flow and for single topics. A value that is {@code null} says
 * nothing; what is said nearest to the topic wins, key by key.
 */
record TopicSettings(
    StartPosition start,
    Integer replicationFactor,
    Long bytesPerSecond,
    Isolation isolation,
    LossSettings losses) {
  static final TopicSettings NONE = new TopicSettings(null, null, null, null, LossSettings.NONE);

  /** This, and {@code other} where this says nothing. */
  TopicSettings orElse(TopicSettings other) {
    return new TopicSettings(
        start != null ? start : other.start,
        replicationFactor != null ? replicationFactor : other.replicationFactor,
        bytesPerSecond != null ? bytesPerSecond : other.bytesPerSecond,
        isolation != null ? isolation : other.isolation,
        losses.orElse(other.losses));
  }

  TopicPlan plan(String sourceTopic, String targetTopic) {
    return new TopicPlan(
        sourceTopic,
        targetTopic,
        Optional.ofNullable(start).orElseGet(StartPosition.Earliest::new),
        replicationFactor == null ? OptionalInt.empty() : OptionalInt.of(replicationFactor),
        bytesPerSecond == null ? OptionalLong.empty() : OptionalLong.of(bytesPerSecond),
        isolationOrDefault(),
        losses.policy());
  }

  Isolation isolationOrDefault() {
    return Optional.ofNullable(isolation).orElse(Isolation.READ_COMMITTED);
  }

  /** Settings for the topics that match. */
  record Override(TopicMatcher match, TopicSettings settings) {}
}
