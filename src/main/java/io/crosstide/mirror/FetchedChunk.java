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

  /**
   * How far the source goes, by the newest fetch.
   *
   * @param readableEnd end of what this flow may read; -1 when nothing was fetched yet
   * @param atMs when the response came, milliseconds since the epoch
   */
  record Bounds(long readableEnd, long atMs) {
    static final Bounds UNKNOWN = new Bounds(-1, -1);
  }

  Bounds bounds() {
    return new Bounds(lastStableOffset, fetchedAtMs);
  }
}
