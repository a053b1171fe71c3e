package io.crosstide.kafka;

import io.crosstide.mirror.TargetPartition;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * One instance's place among the instances of a flow: which of the flow's target partitions are
 * its. A partition that somebody joins or leaves for changes hands, the others stay. Any thread.
 */
public interface Membership extends AutoCloseable {
  /** How an instance stands with its flow's group. */
  enum State {
    /** Has not been given its partitions yet. */
    JOINING,
    /** Owns what the group gave it. */
    MEMBER,
    /** Was a member, and the group has not answered for too long, or has given it up. */
    LAPSED,
    /** The target offers no group: owns everything, and so would a second instance. */
    ALONE
  }

  /** Told of changes, by a thread that must not be kept waiting. */
  interface Listener {
    /** {@link #owns} or {@link #state} may answer otherwise than before. */
    void changed();

    /** These are to be another instance's, which begins once this call has returned. */
    void revoked(Set<TargetPartition> partitions);

    /** These may be another instance's already. */
    void lost(Set<TargetPartition> partitions);
  }

  /** Shares the partitions of these topics, all of which exist, from now on. */
  void follow(Set<String> topics);

  boolean owns(TargetPartition partition);

  /** Whether this instance may write at a time, milliseconds of {@link System#nanoTime}. */
  LongPredicate lease();

  State state();

  /** What an operator should know, empty when all is well. */
  Optional<String> condition();

  /** Leaves the group, so that others take over at once. Bounded. */
  @Override
  void close();
}
