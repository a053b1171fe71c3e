package io.crosstide.status;

import java.util.Map;

/**
 * One lane as it was a moment ago.
 *
 * @param topic source topic
 * @param partition partition on both sides
 * @param targetTopic target topic
 * @param state name of the lane's state, {@code copying}
 * @param reason why it does not copy, in words for an operator; empty while it copies
 * @param records records acknowledged by the target since the process started
 * @param bytes bytes of batches acknowledged by the target since the process started, headers
 *     included
 * @param batches acknowledged batches by how they crossed: {@code passed}, or the reason why they
 *     were rebuilt
 * @param dropped source batches that were left out on purpose, by reason: {@code control}, {@code
 *     aborted}, {@code mirrored}
 * @param retries produce attempts that failed and were tried again
 * @param position next source offset that the target does not have; -1 before the lane knows
 * @param sourceEnd end of the source as far as this flow may read it; -1 before the first fetch
 * @param lagRecords {@code sourceEnd - position}: exact in offsets; -1 before the lane knows
 * @param oldestUnmirroredMs timestamp of the oldest record not yet mirrored, milliseconds since the
 *     epoch; -1 when none waits
 * @param unfenced whether it copies at least once: the target grants it no transactional id
 * @param losses what is known to be lost
 */
public record LaneStatus(
    String topic,
    int partition,
    String targetTopic,
    String state,
    String reason,
    long records,
    long bytes,
    Map<String, Long> batches,
    Map<String, Long> dropped,
    long retries,
    long position,
    long sourceEnd,
    long lagRecords,
    long oldestUnmirroredMs,
    boolean unfenced,
    LaneLosses losses) {
  public LaneStatus {
    batches = Map.copyOf(batches);
    dropped = Map.copyOf(dropped);
  }
}
