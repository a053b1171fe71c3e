package io.crosstide.mirror;

/**
 * Who wrote a batch: an application, or a lane of some flow. Producer ids of lanes are registered
 * in a compacted topic of the cluster they write to, before the first batch; a cluster never gives
 * out a producer id twice.
 */
public interface RegistryPort extends AutoCloseable {
  /** What is known of a producer id at the source, without asking anybody. */
  enum Origin {
    /** Written by an application. */
    LOCAL,
    /** Written by a lane of a flow, which did not come from this flow's own target. */
    MIRRORED,
    /** Written by a lane that reads from this flow's target: what it wrote must never go back. */
    REFLECTED,
    /** Not known yet: {@link #resolve} it. */
    UNKNOWN
  }

  /**
   * Makes the lane's producer id durable at the target: {@link LaneEvent.Registered} or a failure.
   */
  void register(LaneId lane, long term, long producerId);

  /**
   * Looks a producer id of the source up. {@code -1}, a batch without one, is {@code LOCAL}. Never
   * blocks.
   */
  Origin originOf(long producerId);

  /**
   * Reads the source's registry to its end as of now: {@link LaneEvent.Judged}, after which {@link
   * #originOf} knows, or {@link LaneEvent.OperationFailed}.
   */
  void resolve(LaneId lane, long term, long producerId);

  /**
   * Reads the target's registry to its end for the producer ids under which this lane has ever been
   * registered: {@link LaneEvent.FormerIds} or {@link LaneEvent.OperationFailed}.
   */
  void formerIds(LaneId lane, long term);

  @Override
  void close();
}
