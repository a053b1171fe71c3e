package io.crosstide.mirror;

import io.crosstide.batch.Codec;
import io.crosstide.ledger.LogIds;
import io.crosstide.topology.Guarantee;
import io.crosstide.topology.LossPolicy;
import io.crosstide.topology.StartPosition;
import java.util.Objects;
import java.util.Optional;

/**
 * What a lane must know of its flow and of its target topic.
 *
 * @param target where it writes
 * @param start where it begins when the ledger is empty
 * @param forward whether batches that were mirrored into the source are passed on
 * @param delivery whether it may run where former owners can't be fenced
 * @param targetCodec the target topic's fixed compression, empty for {@code producer}
 * @param maxBatchBytes the target topic's {@code max.message.bytes}
 * @param losses what to do about what is lost or refused
 * @param logs the topics that bear the lane's names at present
 */
public record LaneSettings(
    TargetPartition target,
    StartPosition start,
    boolean forward,
    Guarantee delivery,
    Optional<Codec> targetCodec,
    int maxBatchBytes,
    LossPolicy losses,
    LogIds logs) {
  /** Of a lane that stops for whatever is lost, between topics whose ids are not known. */
  public LaneSettings(
      TargetPartition target,
      StartPosition start,
      boolean forward,
      Guarantee delivery,
      Optional<Codec> targetCodec,
      int maxBatchBytes) {
    this(
        target,
        start,
        forward,
        delivery,
        targetCodec,
        maxBatchBytes,
        LossPolicy.CAUTIOUS,
        LogIds.UNKNOWN);
  }

  /** The same with another start. */
  public LaneSettings startingAt(StartPosition position) {
    return new LaneSettings(
        target, position, forward, delivery, targetCodec, maxBatchBytes, losses, logs);
  }

  /** The same for topics of which more is known. */
  public LaneSettings with(LossPolicy policy, LogIds ids) {
    return new LaneSettings(
        target, start, forward, delivery, targetCodec, maxBatchBytes, policy, ids);
  }

  public LaneSettings {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(delivery, "delivery");
    Objects.requireNonNull(targetCodec, "targetCodec");
    Objects.requireNonNull(losses, "losses");
    Objects.requireNonNull(logs, "logs");
    if (maxBatchBytes <= 0) {
      throw new IllegalArgumentException("maxBatchBytes " + maxBatchBytes + " is not positive");
    }
  }
}
