package io.crosstide.mirror;

import io.crosstide.batch.Hold;
import io.crosstide.batch.Piece;
import io.crosstide.batch.RawBatch;
import java.util.List;

/**
 * A batch that can cross but has no sequence number yet.
 *
 * @param batch the batch, in the fetched buffer or in one of its own
 * @param pieces the source offsets of its records
 * @param sourceNext the source offset to go on from behind it
 * @param path how it crosses, as the metrics name it
 * @param hold hold on the fetched buffer
 */
record PreparedBatch(RawBatch batch, List<Piece> pieces, long sourceNext, String path, Hold hold) {
  PreparedBatch {
    pieces = List.copyOf(pieces);
  }
}
