package io.crosstide.mirror;

/** Takes a lane's commands, in the order in which they are to be carried out. */
@FunctionalInterface
public interface LaneOutput {
  void accept(LaneId lane, long term, LaneCommand command);
}
