package io.crosstide.mirror;

import io.crosstide.topology.StartPosition;

/**
 * What a lane wants done. Executed in the order given: what a lane produces, it produces before it
 * says that it did.
 */
public sealed interface LaneCommand {
  record Claim() implements LaneCommand {}

  /**
   * A new epoch for who is this lane's owner still: keeps its transactional id from expiring at the
   * target.
   */
  record Renew(long producerId, short epoch) implements LaneCommand {}

  /** A producer id without transactional id: nobody else is fenced by it. */
  record ClaimUnfenced() implements LaneCommand {}

  /** Who the lane was before, for a lane without a ledger. */
  record FindFormerIds() implements LaneCommand {}

  record Register(long producerId) implements LaneCommand {}

  record Fence(long producerId, short epoch) implements LaneCommand {}

  /** The ledger must be durable before the lane goes on. */
  record StoreLedger() implements LaneCommand {}

  /**
   * Another owner may store the ledger: nothing more of it is stored until {@link StoreLedger},
   * behind a claim.
   */
  record HoldLedger() implements LaneCommand {}

  /** Another owner may have stored more of the ledger than this one knows. */
  record ReadLedger() implements LaneCommand {}

  /** {@link TargetPort#LOG_END} as offset asks for the bounds of the log only. */
  record ReadTail(long fromOffset) implements LaneCommand {}

  /** What the record at this target offset is. */
  record ReadRecord(long targetOffset) implements LaneCommand {}

  record FindStart(StartPosition position) implements LaneCommand {}

  record Assign(SourcePosition from) implements LaneCommand {}

  record Unassign() implements LaneCommand {}

  record Resolve(long producerId) implements LaneCommand {}

  record Produce(OutBatch batch) implements LaneCommand {}

  /** A record that the target refused must be safe before the lane goes on. */
  record Park(ParkedRecord record) implements LaneCommand {}

  /** The lane's ledger has grown. */
  record LedgerChanged() implements LaneCommand {}

  /** The lane is closed and its ledger can be released. */
  record Closed() implements LaneCommand {}
}
