package io.crosstide.mirror;

/**
 * Under what name a lane writes.
 *
 * @param producerId from the target's transaction coordinator
 * @param epoch the take-over that this is
 * @param nextSequence sequence number of the next record, 0 at the start of an epoch
 */
record ProducerIdentity(long producerId, short epoch, int nextSequence) {
  ProducerIdentity at(int sequence) {
    return new ProducerIdentity(producerId, epoch, sequence);
  }
}
