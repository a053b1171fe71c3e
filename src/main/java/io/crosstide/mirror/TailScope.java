package io.crosstide.mirror;

import io.crosstide.batch.BatchSummary;
import io.crosstide.ledger.Appender;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * What of the target's log is read for what this lane appended.
 *
 * @param ours whether this lane has ever written under a producer id
 * @param from target offset behind the last ledger entry, which may lie inside a batch: a ledger
 *     stored in the middle of a recovery says so
 * @param appender as whom the lane went on there; empty when nobody has noted it
 * @param fence whose marker ends the tail; empty where nobody was fenced
 */
record TailScope(
    LongPredicate ours, long from, Optional<Appender> appender, Optional<ProducerIdentity> fence) {

  /**
   * Whether a batch counts. Behind a known appender that is one of its epoch or a later one: what
   * comes late from an older one is a repetition, and walking past it would leave records out.
   */
  boolean takes(BatchSummary batch) {
    if (batch.control() || batch.producerId() < 0) {
      return false;
    }
    boolean successor =
        fence.filter(identity -> identity.producerId() == batch.producerId()).isPresent();
    return appender
        .map(
            known ->
                batch.producerId() == known.producerId()
                    ? batch.producerEpoch() >= known.epoch()
                    : successor)
        .orElseGet(() -> successor || ours.test(batch.producerId()));
  }
}
