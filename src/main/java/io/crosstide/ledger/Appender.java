package io.crosstide.ledger;

import java.util.Collection;
import java.util.Optional;

/**
 * As whom a lane appends to the target behind its last run. Durable before the first batch of an
 * epoch, and only once all that was appended under older ones is in the ledger: so what the lane
 * wrote there is told by sequence numbers, even where batches have gone.
 *
 * @param producerId the lane's producer id
 * @param epoch its epoch
 * @param nextSequence sequence number of the first record behind the last run
 * @param from target offset before which nothing was written under this epoch
 */
public record Appender(long producerId, short epoch, int nextSequence, long from) {
  public Appender {
    if (producerId < 0 || epoch < 0 || nextSequence < 0 || from < 0) {
      throw new MalformedLedgerException(
          "producer %d, epoch %d, sequence %d from target offset %d"
              .formatted(producerId, epoch, nextSequence, from));
    }
  }

  /** Nothing is appended under this name from here on: where is said to be out of reach. */
  Appender resting() {
    return new Appender(producerId, epoch, nextSequence, Long.MAX_VALUE);
  }

  /** The same after so many more records. */
  Appender after(long records) {
    // Behind the last number comes 0 again (KIP-98).
    int next = (int) ((nextSequence + records) & Integer.MAX_VALUE);
    return new Appender(producerId, epoch, next, from);
  }

  /**
   * Whether the other one was there later; empty when the two don't tell.
   *
   * @param known producer ids that this one's ledger knows
   */
  Optional<Boolean> before(Appender other, Collection<Long> known) {
    if (producerId != other.producerId) {
      return Optional.of(!known.contains(other.producerId));
    }
    return epoch == other.epoch ? Optional.empty() : Optional.of(epoch < other.epoch);
  }
}
