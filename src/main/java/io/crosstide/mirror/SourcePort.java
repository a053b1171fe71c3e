package io.crosstide.mirror;

import io.crosstide.topology.StartPosition;

/**
 * Reads from the source cluster on behalf of lanes. Never blocks the caller; answers through the
 * {@link EventSink}.
 *
 * <p>An assigned lane is fetched ahead of what it has produced, by itself, in offset order, as far
 * as the lane's share of the buffer goes: bytes count from the fetch until the chunk's lease is
 * closed. Errors that pass (no leader, no connection, throttling) are retried inside with backoff
 * and shown in {@link #trouble}.
 */
public interface SourcePort extends AutoCloseable {
  /**
   * Asks for the offset a new lane begins with: {@link LaneEvent.StartFound} or {@link
   * LaneEvent.OperationFailed}.
   */
  void findStart(LaneId lane, long term, StartPosition position);

  /**
   * Fetches this lane from a position on, instead of whatever was assigned for it before. When the
   * log is another one: {@link LaneEvent.SourceReset}, and nothing more is fetched.
   */
  void assign(LaneId lane, long term, SourcePosition from);

  /**
   * Stops fetching this lane. Chunks already delivered stay valid until their leases are closed.
   */
  void unassign(LaneId lane);

  /** What keeps this lane from being fetched at present, or {@code null}. Any thread. */
  Failure trouble(LaneId lane);

  /** Bytes fetched and not yet released, over all lanes. Any thread. */
  long bufferedBytes();

  /**
   * Whether the port still works: its own thread lives and got through its work within a bounded
   * time that the port names. It says nothing of the cluster, for that see {@link #trouble}. Any
   * thread.
   */
  default boolean alive() {
    return true;
  }

  @Override
  void close();
}
