package io.crosstide.kafka;

import io.crosstide.mirror.Failure;
import io.crosstide.mirror.LaneEvent;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.FetchResponseData.EpochEndOffset;

/** How a source says that its log is not the one that a lane has fetched so far. */
final class SourceResets {
  private SourceResets() {}

  /** Another topic bears the name. */
  static LaneEvent.SourceReset recreated(SourceLane lane, Uuid present) {
    String detail =
        "the source topic was deleted and created again (topic id %s instead of %s)"
            .formatted(present, lane.topicId());
    return new LaneEvent.SourceReset(failure("SOURCE_RECREATED", detail), -1, -1);
  }

  /** The log does not have the record before the one that was asked for (KIP-595). */
  static LaneEvent.SourceReset diverged(SourceLane lane, EpochEndOffset common) {
    String detail =
        ("the source's log was cut off: what it had before offset %d is not what was mirrored;"
                + " leader epoch %d ends at offset %d")
            .formatted(lane.offset(), common.epoch(), common.endOffset());
    return new LaneEvent.SourceReset(
        failure("SOURCE_TRUNCATED", detail), common.epoch(), Math.max(0, common.endOffset()));
  }

  private static Failure failure(String error, String detail) {
    return new Failure(Failure.Kind.OUT_OF_RANGE, error, detail);
  }
}
