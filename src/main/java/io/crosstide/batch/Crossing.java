package io.crosstide.batch;

import java.util.Locale;
import java.util.Optional;

/** How a data batch gets to the target: as it is, or through the record path, and why. */
public enum Crossing {
  /** Header patched, records untouched. */
  PASSED,
  /** Compaction removed records; a broker takes only as many records as offsets. */
  HOLES,
  /** Readers see the append time, which the target would not keep. */
  LOG_APPEND_TIME,
  /** A message format before v2. */
  OLD_FORMAT,
  /** The target topic has a fixed codec and would recompress. */
  CODEC,
  /** The batch begins before the wanted offset. */
  RESUMED_INSIDE,
  /** Small batches were joined; decided by the lane, never by {@link #of}. */
  COALESCED;

  private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

  /**
   * What has to happen to this batch. When several reasons hold, the one that lies in the batch
   * itself is told first.
   *
   * @param batch a data batch, not yet patched
   * @param wantedOffset first source offset that is not at the target yet
   * @param targetCodec the target topic's fixed compression, empty for {@code producer}
   */
  public static Crossing of(RawBatch batch, long wantedOffset, Optional<Codec> targetCodec) {
    if (!batch.isCurrentFormat()) {
      return OLD_FORMAT;
    }
    if (batch.isLogAppendTime()) {
      return LOG_APPEND_TIME;
    }
    if (batch.hasHoles()) {
      return HOLES;
    }
    if (batch.baseOffset() < wantedOffset) {
      return RESUMED_INSIDE;
    }
    if (targetCodec.isPresent() && targetCodec.get() != batch.codec()) {
      return CODEC;
    }
    return PASSED;
  }

  /** Whether the records have to be written anew. */
  public boolean needsRebuild() {
    return this != PASSED;
  }

  /** The name in metrics and logs: lower case with dashes. */
  public String label() {
    return label;
  }
}
