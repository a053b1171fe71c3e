package io.crosstide.mirror;

import io.crosstide.ledger.Appender;

/**
 * Under what name a lane writes.
 *
 * @param producerId from the target's transaction coordinator
 * @param epoch the take-over that this is
 * @param nextSequence sequence number of the next record, 0 at the start of an epoch
 */
record ProducerIdentity(long producerId, short epoch, int nextSequence) {
  static ProducerIdentity of(Appender appender) {
    return new ProducerIdentity(appender.producerId(), appender.epoch(), appender.nextSequence());
  }

  /** Whether nobody can have claimed the lane between these two. */
  boolean isFollowedBy(ProducerIdentity next) {
    return producerId == next.producerId && epoch + 1 == next.epoch;
  }

  ProducerIdentity at(int sequence) {
    return new ProducerIdentity(producerId, epoch, sequence);
  }
}
