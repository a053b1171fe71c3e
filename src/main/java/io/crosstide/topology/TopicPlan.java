package io.crosstide.topology;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a flow does with one topic of its source.
 *
 * @param sourceTopic name at the source
 * @param targetTopic name at the target, legal in Kafka
 * @param start where a lane without a ledger begins
 * @param replicationFactor of the target topic when it is created; empty: the target's default
 * @param bytesPerSecond batch bytes per second over all partitions of the topic; empty: no limit
 * @param isolation whether open and aborted transactions are read
 * @param losses what to do about what is lost or refused
 */
public record TopicPlan(
    String sourceTopic,
    String targetTopic,
    StartPosition start,
    OptionalInt replicationFactor,
    OptionalLong bytesPerSecond,
    Isolation isolation,
    LossPolicy losses) {
  /** The same into another target topic; empty when Kafka would refuse the name. */
  public Optional<TopicPlan> into(String target) {
    return TopicNames.legal(target)
        ? Optional.of(
            new TopicPlan(
                sourceTopic, target, start, replicationFactor, bytesPerSecond, isolation, losses))
        : Optional.empty();
  }

  public TopicPlan {
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(replicationFactor, "replicationFactor");
    Objects.requireNonNull(bytesPerSecond, "bytesPerSecond");
    Objects.requireNonNull(isolation, "isolation");
    Objects.requireNonNull(losses, "losses");
    if (!TopicNames.legal(sourceTopic) || !TopicNames.legal(targetTopic)) {
      throw new IllegalArgumentException(
          "not a legal pair of topic names: " + sourceTopic + ", " + targetTopic);
    }
  }
}
