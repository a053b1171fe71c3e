package io.crosstide.mirror;

import io.crosstide.ledger.LaneLedger;

/** Keeps lanes' ledgers durable on the target. */
public interface LedgerPort extends AutoCloseable {
  /**
   * The lane's ledger as stored, empty for a new lane. The port shares it with the lane; only the
   * loop changes it.
   */
  LaneLedger open(LaneId lane, TargetPartition partition);

  /**
   * The lane's ledger has changed and is to be stored with the next flush. Called from the loop;
   * never blocks.
   */
  void changed(LaneId lane);

  /**
   * Stores nothing of the lane's ledger from now on, whatever changes, until {@link #store}:
   * another owner may.
   */
  void hold(LaneId lane);

  /**
   * Stores the lane's ledger now: {@link LaneEvent.LedgerStored} when it is durable, or {@link
   * LaneEvent.OperationFailed}.
   */
  void store(LaneId lane, long term);

  /**
   * Reads what is stored of the lane's ledger, and replaces the lane's own by it when that is
   * behind: {@link LaneEvent.LedgerRead} or {@link LaneEvent.OperationFailed}.
   */
  void read(LaneId lane, long term);

  /** Stores the lane's last state, at once, unless that is held, and forgets the lane. */
  void release(LaneId lane);

  /**
   * Stores all that has changed and waits for it, up to {@code timeoutMs}. True when everything is
   * durable.
   */
  boolean flush(long timeoutMs);

  @Override
  void close();
}
