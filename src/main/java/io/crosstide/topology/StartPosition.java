package io.crosstide.topology;

import java.time.Instant;

/** Where a lane begins that has no ledger yet. */
public sealed interface StartPosition {
  /** The first offset the source still has. */
  record Earliest() implements StartPosition {}

  /** The end of the source's log at the moment the lane begins. */
  record Latest() implements StartPosition {}

  /**
   * The first record whose timestamp is at or after this instant; the end of the log when there is
   * none.
   */
  record At(Instant instant) implements StartPosition {}
}
