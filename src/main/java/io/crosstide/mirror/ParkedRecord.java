package io.crosstide.mirror;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A record that the target refuses.
 *
 * @param batch a v2 batch of this record alone, in a buffer of its own
 * @param chapter of the lane's ledger: in another one the same offset is another record's
 * @param sourceOffset where it is at the source
 * @param target where it should have gone
 * @param refusal what the target said
 */
public record ParkedRecord(
    ByteBuffer batch, int chapter, long sourceOffset, TargetPartition target, Failure refusal) {
  public ParkedRecord {
    Objects.requireNonNull(batch, "batch");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(refusal, "refusal");
  }
}
