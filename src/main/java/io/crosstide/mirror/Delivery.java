package io.crosstide.mirror;

import java.util.Objects;

/**
 * An event on its way to a lane.
 *
 * @param lane who it is for
 * @param term the lane's term when it asked; the lane ignores a reply to an older term. {@link
 *     #ANY_TERM} always counts
 * @param event what happened
 */
public record Delivery(LaneId lane, long term, LaneEvent event) {
  /** For events that answer no command. */
  public static final long ANY_TERM = -1;

  public Delivery {
    Objects.requireNonNull(lane, "lane");
    Objects.requireNonNull(event, "event");
  }
}
