package io.crosstide.lab.chaos;

import io.crosstide.lab.ContentAccount;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a run did and what came of it; times in milliseconds.
 *
 * @param settings of the contender that are not its own defaults
 * @param done how often each fault was done
 * @param endedByThemselves how often an instance ended that nobody had touched
 * @param restartedByHand whether all instances had to be restarted because nothing moved any more
 * @param caughtUpMs from the last fault's end until all had arrived; -1: never
 * @param flowStallMs the longest time without any record at the target while there were some to copy
 * @param flowStallEndedMs when that was over, since faults began
 * @param laneStallMs the same in the worst single partition
 * @param acknowledged records that the source promised to keep, and committed
 * @param unanswered records whose outcome the producer was not told
 * @param abortedOnPurpose records of transactions that their application aborted
 */
record ChaosReport(
    String contender,
    String settings,
    Instant startedAt,
    long seed,
    long minutes,
    int instances,
    Map<String, Long> done,
    int endedByThemselves,
    boolean restartedByHand,
    long caughtUpMs,
    long flowStallMs,
    long flowStallEndedMs,
    long laneStallMs,
    long acknowledged,
    long unanswered,
    long abortedOnPurpose,
    ContentAccount account,
    List<Journal.Entry> events) {
  ChaosReport {
    events = List.copyOf(events);
  }

  /** Each record of the source once and in order at the target, for every reader, in bounded time. */
  boolean good() {
    return caughtUpMs >= 0
        && account.committed().records() > 0
        && account.acknowledgedLost() == 0
        && account.uncommitted().exact()
        && account.committed().exact();
  }

  /** {@code mm2-seed-7}: under which its files lie. */
  String fileName() {
    return contender + "-seed-" + seed;
  }
}
