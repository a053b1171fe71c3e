package io.crosstide.mirror;

import java.util.function.LongFunction;

/** A lane's sift on its own. */
public final class SiftRig {
  private SiftRig() {}

  /** How many batches of the chunk must cross; reads it as a lane does that begins there. */
  public static int crossing(FetchedChunk chunk, LongFunction<RegistryPort.Origin> origins) {
    var queue = new SiftedQueue(origins, false, new LaneCounters(), chunk.fetchOffset());
    queue.add(chunk);
    int crossing = 0;
    while (queue.peek() != null) {
      queue.take();
      crossing++;
    }
    if (queue.unjudged() != SiftedQueue.NOBODY) {
      throw new IllegalStateException("producer id " + queue.unjudged() + " is not known");
    }
    return crossing;
  }
}
