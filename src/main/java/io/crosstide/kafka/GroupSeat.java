package io.crosstide.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jboss.logging.Logger;

/** A consumer that is a member of a group and nothing else. One thread, but for wake-ups. */
final class GroupSeat implements ConsumerRebalanceListener {
  /** The longest turn: the lease is looked at as often. */
  private static final Duration TURN = Duration.ofSeconds(1);

  /**
   * Counts heartbeats when they are answered, under both protocols; last-heartbeat-seconds-ago
   * tells when one was sent.
   */
  private static final String ANSWERED = "heartbeat-total";

  private static final Logger LOG = Logger.getLogger(GroupSeat.class);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Assignment assignment;
  private Metric answered;
  private Set<String> subscribed = Set.of();
  private long turnMs;

  GroupSeat(KafkaConsumer<byte[], byte[]> consumer, Assignment assignment) {
    this.consumer = consumer;
    this.assignment = assignment;
  }

  /**
   * Takes part for a while.
   *
   * @throws KafkaException when the group can't be used so
   */
  void turn(Set<String> topics) {
    if (!topics.equals(subscribed)) {
      consumer.subscribe(topics, this);
      subscribed = topics;
    }
    turnMs = Assignment.nowMs();
    long count = answered();
    try {
      consumer.poll(TURN);
    } catch (WakeupException e) {
      // What the answers said may not have been heard yet.
      return;
    }
    assignment.counted(count, turnMs);
  }

  private long answered() {
    if (answered == null) {
      answered =
          consumer.metrics().values().stream()
              .filter(metric -> metric.metricName().name().equals(ANSWERED))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no metric " + ANSWERED));
    }
    return ((Number) answered.metricValue()).longValue();
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> added) {
    consumer.pause(added);
    // A position of its own, else the consumer would ask the group and the log for one.
    added.forEach(partition -> consumer.seek(partition, 0));
    assignment.assigned(added, turnMs);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> gone) {
    assignment.revoked(gone);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> gone) {
    assignment.lost(gone);
  }

  /** For good, also where the member has a name of its own and could come back. */
  static void leave(KafkaConsumer<byte[], byte[]> consumer, Duration within) {
    try {
      consumer.close(
          CloseOptions.timeout(within)
              .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    } catch (KafkaException e) {
      LOG.debugf(e, "a group was left without its answer");
    }
  }
}
