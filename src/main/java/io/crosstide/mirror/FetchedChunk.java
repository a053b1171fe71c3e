package io.crosstide.mirror;

import io.crosstide.batch.AbortedTransaction;
import io.crosstide.batch.Lease;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What one fetch brought for one lane.
 *
 * @param fetchOffset the offset that was asked for; the first batch may begin before it
 * @param records batches, position to limit; the last one may be cut off; may be empty. Writable:
 *     the lane patches headers in place
 * @param aborted aborted transactions that overlap the records, in order of their first offsets
 * @param highWatermark end of what is replicated at the source
 * @param lastStableOffset end of what a READ_COMMITTED reader may see; equals the high watermark
 *     otherwise
 * @param logStartOffset first offset the source still has
 * @param fetchedAtMs when the response came, wall clock, milliseconds
 * @param lease hold on the budget for these bytes
 */
public record FetchedChunk(
    long fetchOffset,
    ByteBuffer records,
    List<AbortedTransaction> aborted,
    long highWatermark,
    long lastStableOffset,
    long logStartOffset,
    long fetchedAtMs,
    Lease lease) {
  public FetchedChunk {
    aborted = List.copyOf(aborted);
  }
}
