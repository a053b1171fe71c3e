package io.crosstide.mirror;

import java.util.Objects;

/**
 * Where a fetch begins, and in which log.
 *
 * @param offset first offset to fetch
 * @param topicId the topic that must bear the name; empty for whichever does
 * @param leaderEpoch the epoch under which the record before {@code offset} was written, so that
 *     the leader can tell whether it is still there; -1 when not known
 */
public record SourcePosition(long offset, String topicId, int leaderEpoch) {
  public SourcePosition {
    Objects.requireNonNull(topicId, "topicId");
  }

  /** In whatever log bears the name. */
  public static SourcePosition at(long offset) {
    return new SourcePosition(offset, "", -1);
  }
}
