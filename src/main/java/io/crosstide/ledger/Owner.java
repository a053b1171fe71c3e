package io.crosstide.ledger;

/**
 * As whom a lane was claimed: each claim has a newer epoch of the same producer id, or another id.
 *
 * @param producerId the target's coordinator gave it
 * @param epoch the claim that it was
 */
public record Owner(long producerId, short epoch) {
  /** Who appends so. */
  static Owner of(Appender appender) {
    return new Owner(appender.producerId(), appender.epoch());
  }
}
