package io.crosstide.mirror;

import java.util.Objects;

/**
 * One source partition of one flow: the unit of ownership, fault and state.
 *
 * @param flow the flow's name, {@code nyc->lon}
 * @param sourceTopic topic at the source
 * @param partition partition number, the same on both sides
 */
public record LaneId(String flow, String sourceTopic, int partition) {
  public LaneId {
    Objects.requireNonNull(flow, "flow");
    Objects.requireNonNull(sourceTopic, "sourceTopic");
    if (partition < 0) {
      throw new IllegalArgumentException("partition " + partition + " is negative");
    }
  }

  /**
   * The name under which the target's transaction coordinator hands out this lane's producer id.
   */
  public String transactionalId() {
    return transactionalIds(flow) + sourceTopic + "." + partition;
  }

  /** What the transactional ids of all lanes of a flow begin with. */
  public static String transactionalIds(String flow) {
    return "crosstide." + flow + ".";
  }

  @Override
  public String toString() {
    return flow + "/" + sourceTopic + "-" + partition;
  }
}
