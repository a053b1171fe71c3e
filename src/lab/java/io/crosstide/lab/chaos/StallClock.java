package io.crosstide.lab.chaos;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How long nothing arrived at the target while the source had something for it, over the whole flow
 * and in the worst lane. Fed by who reads both clusters. Pure; any thread.
 */
final class StallClock {
  /** Records that one reader saw before the other; those of aborted transactions stay here. */
  private static final int MAX_EARLY = 100_000;

  private final Map<Integer, Waiting> lanes = new LinkedHashMap<>();
  private final Waiting flow = new Waiting();
  private final Early early = new Early();
  private long arrived;

  /** A record that readers of committed data see at the source. */
  synchronized void atSource(int lane, String id, long nowMs) {
    if (early.remove(id) == null) {
      flow.owed(id, nowMs);
      lanes.computeIfAbsent(lane, any -> new Waiting()).owed(id, nowMs);
    }
  }

  /** A record, whichever, at the target. */
  synchronized void atTarget(int lane, String id, long nowMs) {
    arrived++;
    Waiting waiting = lanes.computeIfAbsent(lane, any -> new Waiting());
    if (!waiting.ids.contains(id)) {
      early.put(id, true);
    }
    waiting.came(id, nowMs);
    flow.came(id, nowMs);
  }

  /** Forgets the stalls so far, not what is owed: starting up is no stall. */
  synchronized void restart(long nowMs) {
    flow.restart(nowMs);
    lanes.values().forEach(lane -> lane.restart(nowMs));
  }

  /** Records of the source that have not been seen at the target. */
  synchronized long owed() {
    return flow.ids.size();
  }

  /** Records seen at the target, second copies included. */
  synchronized long arrived() {
    return arrived;
  }

  /** The longest stall of the whole flow; counts one that lasts. */
  synchronized long flowMs(long nowMs) {
    return flow.longestMs(nowMs);
  }

  /** When that one ended, or now. */
  synchronized long flowEndedMs() {
    return flow.longestEnded;
  }

  /** The longest stall of a single lane; counts one that lasts. */
  synchronized long laneMs(long nowMs) {
    return lanes.values().stream().mapToLong(lane -> lane.longestMs(nowMs)).max().orElse(0);
  }

  private static final class Waiting {
    private final Set<String> ids = new HashSet<>();
    private long since;
    private long longest;
    private long longestEnded;

    void restart(long nowMs) {
      longest = 0;
      since = nowMs;
    }

    void owed(String id, long nowMs) {
      if (ids.isEmpty()) {
        since = nowMs;
      }
      ids.add(id);
    }

    void came(String id, long nowMs) {
      if (longestMs(nowMs) > longest) {
        longest = nowMs - since;
        longestEnded = nowMs;
      }
      since = nowMs;
      ids.remove(id);
    }

    long longestMs(long nowMs) {
      return ids.isEmpty() ? longest : Math.max(longest, nowMs - since);
    }
  }

  private static final class Early extends LinkedHashMap<String, Boolean> {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
      return size() > MAX_EARLY;
    }
  }
}
