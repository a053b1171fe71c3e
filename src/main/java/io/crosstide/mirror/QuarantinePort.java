package io.crosstide.mirror;

/** Keeps records that a target topic refuses in another topic of the target. */
public interface QuarantinePort extends AutoCloseable {
  /**
   * Parks a record: {@link LaneEvent.Parked} when it is on every in-sync replica, or {@link
   * LaneEvent.OperationFailed}. After a crash the same record may be parked again. Never blocks.
   */
  void park(LaneId lane, long term, ParkedRecord record);

  @Override
  void close();
}
