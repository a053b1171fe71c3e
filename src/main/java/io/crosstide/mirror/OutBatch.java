package io.crosstide.mirror;

import io.crosstide.batch.Hold;
import io.crosstide.batch.Piece;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * A batch ready for the target: header patched, checksum renewed.
 *
 * @param bytes exactly one v2 batch, position to limit; its base offset is 0
 * @param baseSequence sequence number of the first record
 * @param recordCount records in it; target offsets are consecutive from the acknowledged one
 * @param pieces which source offsets the records have, in order; the counts sum up to {@code
 *     recordCount}
 * @param sourceNext the source offset to go on from once this batch is acknowledged, at or after
 *     the last piece's end
 * @param maxTimestampMs newest record timestamp, milliseconds since the epoch; -1 when unknown
 * @param hold the lane's hold on the fetched buffer, closed when the lane is done with the batch;
 *     whoever reads {@code bytes} beyond that keeps one of its own
 */
public record OutBatch(
    ByteBuffer bytes,
    int baseSequence,
    int recordCount,
    List<Piece> pieces,
    long sourceNext,
    long maxTimestampMs,
    Hold hold) {
  public OutBatch {
    Objects.requireNonNull(bytes, "bytes");
    Objects.requireNonNull(hold, "hold");
    pieces = List.copyOf(pieces);
  }
}
