package io.crosstide.mirror;

import io.crosstide.batch.Codec;
import io.crosstide.topology.Guarantee;
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
 */
public record LaneSettings(
    TargetPartition target,
    StartPosition start,
    boolean forward,
    Guarantee delivery,
    Optional<Codec> targetCodec,
    int maxBatchBytes) {
  /** The same with another start. */
  public LaneSettings startingAt(StartPosition position) {
    return new LaneSettings(target, position, forward, delivery, targetCodec, maxBatchBytes);
  }

  public LaneSettings {
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(delivery, "delivery");
    Objects.requireNonNull(targetCodec, "targetCodec");
    if (maxBatchBytes <= 0) {
      throw new IllegalArgumentException("maxBatchBytes " + maxBatchBytes + " is not positive");
    }
  }
}
