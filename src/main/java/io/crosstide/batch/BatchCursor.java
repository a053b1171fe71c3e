package io.crosstide.batch;

import java.nio.ByteBuffer;

/**
 * Walks the batches of one fetch response, from the buffer's position to its limit, neither of
 * which it moves. Every size and count is checked before it is used; nothing is read outside the
 * buffer and nothing is allocated by a number found in it.
 */
public final class BatchCursor {
  private final ByteBuffer buffer;
  private final int end;
  private int position;
  private boolean truncated;
  private int cutOffBytes;

  public BatchCursor(ByteBuffer records) {
    // A duplicate is big-endian whatever order the caller's buffer has.
    this.buffer = records.duplicate();
    this.position = records.position();
    this.end = records.limit();
  }

  /**
   * The next batch, or null at the end and where the rest is only the beginning of a batch.
   *
   * @throws MalformedBatchException when the bytes can't be a batch; the cursor stays where it is
   */
  public RawBatch next() {
    int left = end - position;
    if (left < BatchLayout.LOG_OVERHEAD) {
      truncated = left > 0;
      return null;
    }
    long offset = buffer.getLong(position + BatchLayout.BASE_OFFSET);
    int size = BatchCheck.size(buffer.getInt(position + BatchLayout.SIZE), offset);
    if (left >= BatchLayout.UP_TO_MAGIC) {
      BatchCheck.magic(buffer.get(position + BatchLayout.MAGIC), offset);
    }
    if (left < size) {
      truncated = true;
      cutOffBytes = size;
      return null;
    }
    RawBatch batch = RawBatch.checked(buffer, position, size);
    position += size;
    return batch;
  }

  /** Whether the bytes ended inside a batch; known once {@link #next} has returned null. */
  public boolean truncated() {
    return truncated;
  }

  /** How large the batch is in which the bytes ended, as it says; 0 when they end in none. */
  public int cutOffBytes() {
    return cutOffBytes;
  }
}
