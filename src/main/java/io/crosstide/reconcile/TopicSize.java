package io.crosstide.reconcile;

/**
 * How much a topic holds.
 *
 * @param bytes on disk at one replica of each partition, {@link #UNKNOWN} when that may not be
 *     asked
 * @param offsets between the beginnings and the ends of its partitions: at most so many records
 */
public record TopicSize(long bytes, long offsets) {
  public static final long UNKNOWN = -1;
}
