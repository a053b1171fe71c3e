package io.crosstide.status;

/** Is told how long batches took from the application at the source to the target's log. */
@FunctionalInterface
public interface LatencyObserver {
  /**
   * A batch was acknowledged by the target. Called from loop threads: cheap, never blocks, never
   * allocates but for a flow's first batch.
   *
   * @param flow the flow's name
   * @param latencyMs time of the acknowledgement minus the batch's newest record timestamp,
   *     milliseconds; below zero when the writer's clock is ahead
   */
  void observed(String flow, long latencyMs);
}
